//! How an account is set up. What is so already is not recorded again.

use super::desk::Desk;
use crate::code::{SiteCode, TermCode};
use crate::credit::account::Hold;
use crate::credit::book::Book;
use crate::credit::command::Opening;
use crate::credit::entry::{EntryKind, Private, Setting};
use crate::credit::error::CreditError;
use crate::credit::overdraft::Overdraft;
use crate::money::Minor;
use crate::text::Line;

impl<B: Book> Desk<'_, B> {
    pub(super) fn record_opening(&mut self, opening: &Opening) -> Result<(), CreditError> {
        self.account.set_limit(opening.limit, opening.overdraft)?;
        self.account.terms = opening.terms.clone();
        self.account.keep_surplus = opening.keep_surplus;
        self.account.hold_when_overdue = opening.hold_when_overdue;
        let mut draft = self.draft_of(EntryKind::Open, opening.limit);
        draft.content.setting = Some(Setting::Opening {
            overdraft: opening.overdraft,
            terms: opening.terms.clone(),
            keep_surplus: opening.keep_surplus,
            hold_when_overdue: opening.hold_when_overdue,
        });
        self.record(draft)
    }

    pub(super) fn set_limit(&mut self, limit: Minor) -> Result<(), CreditError> {
        if self.account.sums.limit == limit {
            return Ok(());
        }
        self.account.set_limit(limit, self.account.overdraft)?;
        let draft = self.draft_of(EntryKind::SetLimit, limit);
        self.record(draft)
    }

    pub(super) fn set_overdraft(&mut self, overdraft: Overdraft) -> Result<(), CreditError> {
        if self.account.overdraft == overdraft {
            return Ok(());
        }
        self.account.set_limit(self.account.sums.limit, overdraft)?;
        self.record_setting(EntryKind::SetOverdraft, Some(Setting::Overdraft(overdraft)))
    }

    pub(super) fn set_terms(
        &mut self,
        site: SiteCode,
        terms: &[TermCode],
    ) -> Result<(), CreditError> {
        if self.account.terms(&site) == terms {
            return Ok(());
        }
        if terms.is_empty() {
            self.account.terms.remove(&site);
        } else {
            self.account.terms.insert(site, terms.to_vec());
        }
        let mut draft = self.draft(EntryKind::SetTerms);
        draft.site = Some(site);
        draft.content.setting = Some(Setting::Terms(terms.to_vec()));
        self.record(draft)
    }

    pub(super) fn set_keep_surplus(&mut self, keeps: bool) -> Result<(), CreditError> {
        if self.account.keep_surplus == keeps {
            return Ok(());
        }
        self.account.keep_surplus = keeps;
        self.record_setting(EntryKind::SetPolicy, Some(Setting::KeepSurplus(keeps)))
    }

    pub(super) fn set_hold_when_overdue(&mut self, days: Option<u16>) -> Result<(), CreditError> {
        if self.account.hold_when_overdue == days {
            return Ok(());
        }
        self.account.hold_when_overdue = days;
        self.record_setting(EntryKind::SetPolicy, Some(Setting::HoldWhenOverdue(days)))
    }

    pub(super) fn set_enabled(&mut self, enabled: bool) -> Result<(), CreditError> {
        if self.account.is_enabled == enabled {
            return Ok(());
        }
        self.account.is_enabled = enabled;
        self.record_setting(if enabled { EntryKind::Enable } else { EntryKind::Disable }, None)
    }

    /// A hold of another reason takes the place of the one that there is.
    pub(super) fn hold(&mut self, reason: &Line<200>) -> Result<(), CreditError> {
        if self.account.hold.as_ref().is_some_and(|hold| hold.reason == *reason) {
            return Ok(());
        }
        self.account.hold = Some(Hold { reason: reason.clone(), since: self.at });
        let mut draft = self.draft(EntryKind::Hold);
        draft.content.private = Some(Private::note(self.command.salt, Some(reason)));
        self.record(draft)
    }

    pub(super) fn lift_hold(&mut self) -> Result<(), CreditError> {
        match self.account.hold.take() {
            Some(_) => self.record_setting(EntryKind::LiftHold, None),
            None => Ok(()),
        }
    }
}
