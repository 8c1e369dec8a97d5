//! Who sees an attribute, and who sets it: the only place that knows.
//!
//! | | sees | sets |
//! | --- | --- | --- |
//! | shopper | what is displayed on the storefront and active | of that, what shoppers enter |
//! | admin | all | what administrators enter |
//! | system, import | all | all |
//!
//! An attribute that is not active is set by nobody. What is entered by administrators and shoppers
//! is entered by both.

use serde::{Deserialize, Serialize};

use super::AttributeDefinition;
use crate::actor::Role;

/// An enum with a stable name for each of its values, as definitions write it.
macro_rules! words {
    ($(#[$meta:meta])* $kind:ident { $($(#[$doc:meta])* $value:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $kind {
            $($(#[$doc])* $value,)+
        }

        impl $kind {
            /// Every value there is.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The stable name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $name,)+
                }
            }
        }

        impl ::std::fmt::Display for $kind {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<$kind> for String {
            fn from(value: $kind) -> Self {
                value.as_str().to_owned()
            }
        }
    };
}

pub(super) use words;

words! {
    /// Where an attribute is displayed.
    #[derive(Default)]
    DisplayGroup {
        /// To staff only. Shoppers do not even learn that it exists.
        #[default]
        AdminOnly = "admin_only",
        /// To staff and on the storefront.
        AdminAndStorefront = "admin_and_storefront",
    }
}

words! {
    /// Who enters the values of an attribute.
    #[derive(Default)]
    ValueSource {
        /// Administrators.
        #[default]
        AdminEntered = "admin_entered",
        /// Shoppers; administrators only read.
        ShopperEntered = "shopper_entered",
        /// Both.
        AdminAndShopperEntered = "admin_and_shopper_entered",
    }
}

words! {
    /// The occasion on which values are entered.
    Context {
        /// A shopper registers.
        Registration = "registration",
        /// A shopper edits the own account.
        Profile = "profile",
        /// A shopper orders.
        Checkout = "checkout",
        /// Staff works on an account.
        Admin = "admin",
        /// Accounts come from another system.
        Import = "import",
    }
}

impl Context {
    /// The role of whoever fills in the form of this context.
    pub(super) fn role(self) -> Role {
        match self {
            Self::Registration | Self::Profile | Self::Checkout => Role::Shopper,
            Self::Admin => Role::Admin,
            Self::Import => Role::Import,
        }
    }

    /// The context in which a role usually works on accounts that exist.
    pub fn of(role: Role) -> Self {
        match role {
            Role::Admin | Role::System => Self::Admin,
            Role::Shopper => Self::Profile,
            Role::Import => Self::Import,
        }
    }
}

impl AttributeDefinition {
    /// Whether the attribute exists for a role.
    pub fn is_visible_to(&self, role: Role) -> bool {
        role != Role::Shopper
            || self.display_group() == DisplayGroup::AdminAndStorefront && self.is_active()
    }

    /// Whether a role may set the attribute.
    pub fn is_writable_by(&self, role: Role) -> bool {
        self.is_active() && enters(role, self.display_group(), self.value_source())
    }
}

/// Whether a role enters what is displayed there and entered by those.
pub(super) fn enters(role: Role, group: DisplayGroup, source: ValueSource) -> bool {
    match role {
        Role::Shopper => {
            group == DisplayGroup::AdminAndStorefront && source != ValueSource::AdminEntered
        }
        Role::Admin => source != ValueSource::ShopperEntered,
        Role::System | Role::Import => true,
    }
}
