//! The shop: two customer sets with two sites each, what it wants to know about its customers, how
//! they buy on account, and the segment of the best ones.

use patronage::credit::{NewPaymentTerm, PurchaseOrdersPatch};
use patronage::customer_set::{CustomerSetError, NewCustomerSet};
use patronage::segment::{NewSegment, SegmentError};
use patronage::site::{NewSite, SiteError};
use patronage::{Directory, Error};

use crate::attributes;

/// The customer sets: code and name. Who registers on one site of a set can log in on the others,
/// and is nobody on the sites of the other set.
const CUSTOMER_SETS: [(&str, &str); 2] = [("b2c", "Consumers"), ("b2b", "Businesses")];

/// The sites: code, name and customer set.
const SITES: [(&str, &str, &str); 4] = [
    ("mystic-sports", "Mystic Sports", "b2c"),
    ("mystic-kids", "Mystic Kids", "b2c"),
    ("mystic-business", "Mystic Business", "b2b"),
    ("mystic-parts", "Mystic Parts", "b2b"),
];

/// The code of the payment term on every site.
pub(crate) const NET_30: &str = "net30";

/// The code of the segment.
pub(crate) const VIP: &str = "vip";

/// Defines what is not there yet.
pub(crate) fn define(directory: &Directory) -> Result<(), Error> {
    let admin = directory.as_admin("jane@shop.example");
    for (code, name) in CUSTOMER_SETS {
        unless_there(admin.customer_sets().create(NewCustomerSet::new(code, name)))?;
    }
    for (code, name, customer_set) in SITES {
        let site = NewSite::new(code, name).customer_set(customer_set).currency("USD");
        unless_there(admin.sites().create(site))?;
        let net_30 = NewPaymentTerm::new(NET_30, "30 days net", 30);
        let on_account = PurchaseOrdersPatch::new().enabled(true).terms([net_30]);
        admin.sites().set_purchase_orders(code, on_account)?;
    }
    attributes::define(&admin.attributes())?;
    let vip = NewSegment::new(VIP, "VIP").description("Spent more than 1,000.00 USD");
    unless_there(admin.segments().create(vip))
}

/// That something exists already is what a second run expects. Asking for it first would leave a
/// gap in which another process could make it.
fn unless_there<T>(created: Result<T, Error>) -> Result<(), Error> {
    match created {
        Ok(_)
        | Err(
            Error::CustomerSet(CustomerSetError::Exists { .. })
            | Error::Site(SiteError::Exists { .. })
            | Error::Segment(SegmentError::Exists { .. }),
        ) => Ok(()),
        Err(error) => Err(error),
    }
}
