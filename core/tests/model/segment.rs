//! Segments in the model.

use std::collections::BTreeSet;

use super::plain::{Answer, Plain};
use super::step::Name;

impl Plain {
    pub(crate) fn new_segment(&mut self, code: Name) -> Answer {
        if self.segments.contains_key(code) {
            return Err("segment.exists".to_owned());
        }
        self.segments.insert(code, BTreeSet::new());
        self.event("segment.created", None);
        Ok(code.to_owned())
    }

    pub(crate) fn drop_segment(&mut self, code: Name) -> Answer {
        if self.segments.remove(code).is_none() {
            return Err("segment.unknown".to_owned());
        }
        self.event("segment.deleted", None);
        Ok(String::new())
    }

    /// Many customers into or out of one segment.
    pub(crate) fn move_many(&mut self, code: Name, who: &[usize], enter: bool) -> Answer {
        if !self.segments.contains_key(code) {
            return Err("segment.unknown".to_owned());
        }
        let who: BTreeSet<usize> = who.iter().copied().collect();
        let unknown = who.iter().filter(|who| self.person(**who).is_err()).count();
        if unknown > 0 {
            return Err(format!("segment.unknown_customers {unknown}"));
        }
        let moved = who.into_iter().filter(|who| self.move_one_step(code, *who, enter)).count();
        Ok(moved.to_string())
    }

    /// One customer into or out of many segments.
    pub(crate) fn move_one(&mut self, who: usize, codes: &[Name], enter: bool) -> Answer {
        self.person(who)?;
        let codes: BTreeSet<Name> = codes.iter().copied().collect();
        let unknown = codes.iter().filter(|code| !self.segments.contains_key(**code)).count();
        if unknown > 0 {
            return Err(format!("segment.unknown_segments {unknown}"));
        }
        let moved = codes.into_iter().filter(|code| self.move_one_step(code, who, enter)).count();
        Ok(moved.to_string())
    }

    fn move_one_step(&mut self, code: Name, who: usize, enter: bool) -> bool {
        let Some(members) = self.segments.get_mut(code) else { return false };
        let (changed, kind) = if enter {
            (members.insert(who), "customer.entered_segment")
        } else {
            (members.remove(&who), "customer.left_segment")
        };
        if changed {
            self.event(kind, Some(who));
        }
        changed
    }
}
