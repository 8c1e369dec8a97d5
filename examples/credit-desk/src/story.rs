//! What happens from March to May.

use patronage::credit::{
    Head, NewCapture, NewCreditNote, NewCreditPayment, NewPaymentReversal, NewRelease,
};

use crate::desk::{Desk, Failure, order};

/// Plays the story; gives the end of the ledger as somebody outside might keep it.
pub(crate) fn play(desk: &Desk) -> Result<Head, Failure> {
    let (credit, northwind) = (&desk.credit, desk.customer);

    desk.on("2026-03-03")?;
    let frames = credit.reserve(northwind, order("2001", "3200.00"), None)?;
    desk.show("2026-03-03", "order 2001 promises 3,200.00")?;

    desk.on("2026-03-04")?;
    let too_much = credit.charge(northwind, order("2002", "2600.00"));
    desk.show_refusal("2026-03-04", "order 2002 of 2,600.00", too_much)?;
    let tools = credit.charge(northwind, order("2003", "180.00"))?;
    desk.show("2026-03-04", "order 2003 of 180.00 is charged")?;

    desk.on("2026-03-10")?;
    let part = NewCapture::new(frames.number(), "2900.00", "shipment-1");
    let shipped = credit.capture(northwind, part)?;
    desk.show("2026-03-10", "2,900.00 of order 2001 are shipped")?;
    credit.release(northwind, NewRelease::new(frames.number()))?;
    desk.show("2026-03-10", "the rest is sold out and released")?;

    desk.on("2026-03-16")?;
    let returned = NewCreditNote::new(tools.number(), "45.00", "return-1").note("one pump leaks");
    credit.credit_note(northwind, returned)?;
    desk.show("2026-03-16", "a pump for 45.00 comes back")?;

    desk.on("2026-04-08")?;
    let cheque = credit.pay(northwind, NewCreditPayment::new("2000.00", "cheque-77"))?;
    desk.show("2026-04-08", "a cheque of 2,000.00 arrives")?;
    let head = desk.head()?;

    desk.on("2026-04-14")?;
    credit.reverse_payment(northwind, NewPaymentReversal::new(cheque.number(), "bounce-77"))?;
    desk.show("2026-04-14", "the cheque bounces")?;

    desk.on("2026-05-12")?;
    let overdue = credit.charge(northwind, order("2004", "250.00"));
    desk.show_refusal("2026-05-12", "order 2004 of 250.00", overdue)?;
    let transfer = NewCreditPayment::new("3100.00", "transfer-9").item(shipped.number(), "2900.00");
    credit.pay(northwind, transfer.keep_surplus(true))?;
    desk.show("2026-05-12", "3,100.00 are paid, more than is owed")?;
    credit.charge(northwind, order("2004", "250.00"))?;
    desk.show("2026-05-12", "order 2004 of 250.00 is charged")?;
    Ok(head)
}
