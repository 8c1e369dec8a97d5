//! What sites and the tenant say, kept in the file.

use patronage::Directory;
use patronage::credit::{NewCustomField, NewPaymentTerm, PurchaseOrdersPatch};
use patronage::site::{NewSite, Site};
use patronage::tenant::TenantPatch;

use crate::fixture::{folder, open};

#[test]
fn what_a_site_says_about_purchase_orders_is_there_again() {
    let (_folder, path) = folder();
    let site = |directory: &Directory| -> Site {
        directory.as_system().sites().get("mystic-sports").unwrap()
    };
    let directory = Directory::open(open(&path)).unwrap();
    let sites = directory.as_system().sites();
    sites.create(NewSite::new("mystic-sports", "Mystic Sports")).unwrap();
    let change = PurchaseOrdersPatch::new()
        .enabled(true)
        .split_allowed(true)
        .terms([
            NewPaymentTerm::new("net60", "Net 60", 60),
            NewPaymentTerm::new("net0", "Ö ›0‹", 0),
        ])
        .custom_fields([NewCustomField::new("dept", "Department").required(true)]);
    let said = sites.set_purchase_orders("mystic-sports", change).unwrap();
    assert_eq!(said.purchase_orders().terms().len(), 2);
    drop((sites, directory));
    assert_eq!(site(&Directory::open(open(&path)).unwrap()), said);
}

#[test]
fn the_time_zone_of_the_tenant_is_there_again() {
    let (_folder, path) = folder();
    let paris = Directory::builder(open(&path)).time_zone("Europe/Paris").open().unwrap();
    drop(paris);
    let directory = Directory::builder(open(&path)).time_zone("UTC").open().unwrap();
    let settings = directory.as_system().tenant();
    assert_eq!(settings.get().unwrap().time_zone().name(), "Europe/Paris");
    let moved = settings.update(TenantPatch::new().time_zone("Asia/Tokyo")).unwrap();
    drop((settings, directory));
    let again = Directory::open(open(&path)).unwrap().as_system().tenant().get().unwrap();
    assert_eq!((again.time_zone().name(), &again), ("Asia/Tokyo", &moved));
}
