//! What documents ask of a definition again and again, answered beforehand.

use crate::actor::Role;
use crate::attribute::{AttributeDefinition, Context};

/// Rights and duties of an attribute as bits, so that a document is checked without walking through
/// definitions. They follow from the definition alone, which says them.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::attribute) struct Duty {
    visible: u8,
    writable: u8,
    required: u8,
    pub(in crate::attribute) is_active: bool,
    pub(in crate::attribute) is_read_only: bool,
    pub(in crate::attribute) has_default: bool,
    /// Its place in the order of the codes.
    pub(in crate::attribute) rank: u16,
    /// Where the attribute of the next code is, in a circle.
    pub(in crate::attribute) follower: u16,
}

impl Duty {
    pub(super) fn of(definition: &AttributeDefinition, rank: u16, follower: u16) -> Self {
        let roles = |holds: &dyn Fn(Role) -> bool| {
            let roles = Role::ALL.into_iter().filter(|role| holds(*role));
            roles.fold(0, |bits, role| bits | role_bit(role))
        };
        let contexts = definition.required().fold(0, |bits, context| bits | context_bit(context));
        Self {
            visible: roles(&|role| definition.is_visible_to(role)),
            writable: roles(&|role| definition.is_writable_by(role)),
            required: contexts,
            is_active: definition.is_active(),
            is_read_only: definition.is_read_only(),
            has_default: definition.default_value().is_some(),
            rank,
            follower,
        }
    }

    #[inline]
    pub(in crate::attribute) fn is_visible_to(self, role: Role) -> bool {
        self.visible & role_bit(role) != 0
    }

    #[inline]
    pub(in crate::attribute) fn is_writable_by(self, role: Role) -> bool {
        self.writable & role_bit(role) != 0
    }

    #[inline]
    pub(in crate::attribute) fn is_required_in(self, context: Context) -> bool {
        self.required & context_bit(context) != 0
    }

    pub(in crate::attribute) fn is_required_anywhere(self) -> bool {
        self.required != 0
    }
}

#[inline]
fn role_bit(role: Role) -> u8 {
    match role {
        Role::Admin => 1,
        Role::Shopper => 2,
        Role::System => 4,
        Role::Import => 8,
    }
}

#[inline]
fn context_bit(context: Context) -> u8 {
    match context {
        Context::Registration => 1,
        Context::Profile => 2,
        Context::Checkout => 4,
        Context::Admin => 8,
        Context::Import => 16,
    }
}
