//! Customers.

use std::sync::Mutex;

use patronage::activity::Activity as Figures;
use patronage::customer::{
    AccountKind, Customer as Kept, CustomerPatch, CustomerRow as Row, CustomerSort, NewCustomer,
};
use patronage::directory::{CustomerListing, CustomerRows};
use patronage::money::Currency;
use patronage::violation::{FieldError, Violation, Violations};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDateTime, PyDict, PyList};

use crate::activity::Activity;
use crate::address::{self, AddressBook, Addresses};
use crate::argument::{self, Fields};
use crate::arrow;
use crate::attribute;
use crate::error::{Failure, Outcome};
use crate::handle::Session;
use crate::logging;
use crate::page::CustomerPage;
use crate::time;
use crate::value::{record, unboxed};

/// An account.
#[pyclass(frozen, subclass, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Customer(pub(crate) Kept);

record!(Customer, Customer, Box::new, unboxed, |customer| format!(
    "{} {}",
    customer.id(),
    customer.status()
));

/// The texts of a profile, as properties.
macro_rules! profile_texts {
    ($($field:ident => |$of:ident| $text:expr,)+) => {
        #[pymethods]
        impl Customer {
            $(
                #[getter]
                fn $field(&self) -> Option<&str> {
                    let $of = self.0.profile();
                    $text
                }
            )+
        }
    };
}

profile_texts! {
    email => |profile| profile.email().map(patronage::text::EmailAddress::as_str),
    first_name => |profile| profile.first_name(),
    middle_name => |profile| profile.middle_name(),
    last_name => |profile| profile.last_name(),
    company => |profile| profile.company(),
    phone => |profile| profile.phone().map(patronage::text::PhoneNumber::as_str),
    work_phone => |profile| profile.work_phone().map(patronage::text::PhoneNumber::as_str),
    mobile_phone => |profile| profile.mobile_phone().map(patronage::text::PhoneNumber::as_str),
    fax => |profile| profile.fax().map(patronage::text::PhoneNumber::as_str),
    language => |profile| profile.language().map(patronage::text::Language::as_str),
    tax_id => |profile| profile.tax_id(),
    external_id => |profile| profile.external_id(),
}

#[pymethods]
impl Customer {
    #[getter]
    fn id<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.id().as_uuid())
    }

    #[getter]
    fn number(&self) -> Option<u64> {
        self.0.number().map(patronage::id::CustomerNumber::as_u64)
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }

    #[getter]
    fn kind(&self) -> String {
        argument::to_word(self.0.kind())
    }

    #[getter]
    fn state(&self) -> String {
        argument::to_word(self.0.state())
    }

    #[getter]
    fn status(&self) -> String {
        argument::to_word(self.0.status())
    }

    #[getter]
    fn customer_set(&self) -> &str {
        self.0.customer_set().as_str()
    }

    #[getter]
    fn site(&self) -> Option<&str> {
        self.0.site().map(patronage::code::SiteCode::as_str)
    }

    #[getter]
    fn login_name(&self) -> Option<&str> {
        self.0.login_name().map(patronage::customer::LoginName::as_str)
    }

    #[getter]
    fn full_name(&self) -> String {
        self.0.profile().full_name()
    }

    #[getter]
    fn country(&self) -> Option<String> {
        self.0.profile().country().map(|country| country.as_str().to_owned())
    }

    #[getter]
    fn accepts_marketing(&self) -> bool {
        self.0.profile().accepts_marketing()
    }

    #[getter]
    fn tax_exempt(&self) -> bool {
        self.0.profile().tax_exempt()
    }

    #[getter]
    fn addresses(&self) -> AddressBook {
        AddressBook(self.0.addresses().clone())
    }

    #[getter]
    fn attributes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        attribute::values(py, self.0.attributes().values())
    }

    #[getter]
    fn customer_since<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.customer_since())
    }

    #[getter]
    fn created_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.created_at())
    }

    #[getter]
    fn updated_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.updated_at())
    }
}

/// What a row is pickled as.
type Parts = (Py<Customer>, Activity);

/// A customer in a listing, with the figures kept over its orders.
#[pyclass(frozen, extends = Customer, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomerRow {
    activity: Figures,
}

#[pymethods]
impl CustomerRow {
    #[getter]
    fn activity(&self) -> Activity {
        Activity(self.activity.clone())
    }

    fn __reduce__(slf: PyRef<'_, Self>) -> PyResult<(Bound<'_, PyAny>, Parts)> {
        let py = slf.py();
        let customer = Py::new(py, Customer(slf.as_super().0.clone()))?;
        let restore = py.get_type::<Self>().getattr("_of")?;
        Ok((restore, (customer, slf.activity())))
    }

    #[staticmethod]
    fn _of(py: Python<'_>, customer: &Customer, activity: &Activity) -> PyResult<Py<Self>> {
        make(py, customer.0.clone(), activity.0.clone())
    }
}

fn make(py: Python<'_>, customer: Kept, activity: Figures) -> PyResult<Py<CustomerRow>> {
    let base = PyClassInitializer::from(Customer(customer));
    Py::new(py, base.add_subclass(CustomerRow { activity }))
}

/// A row of a listing for Python. A customer without orders has figures, too: those of none.
pub(crate) fn row(py: Python<'_>, row: Row) -> PyResult<Py<CustomerRow>> {
    let id = row.customer.id();
    make(py, row.customer, row.activity.unwrap_or_else(|| Figures::none(id)))
}

/// Takes the fields that drafts and patches of profiles have alike.
macro_rules! take_profile {
    ($fields:ident, $draft:ident, $take:ident, [$($name:ident),+]) => {
        $(
            if let Some(value) = $fields.$take(stringify!($name)) {
                $draft = $draft.$name(value);
            }
        )+
        if let Some(accepts) = $fields.flag("accepts_marketing") {
            $draft = $draft.accepts_marketing(accepts);
        }
        if let Some(exempt) = $fields.flag("tax_exempt") {
            $draft = $draft.tax_exempt(exempt);
        }
        if let Some(login_name) = $fields.text("login_name") {
            $draft = $draft.login_name(login_name);
        }
        if let Some(attributes) = $fields.object("attributes") {
            $draft = $draft.attributes_json(attributes);
        }
        if let Some(context) = $fields.word("context") {
            $draft = $draft.context(context);
        }
    };
}

fn draft(mut fields: Fields<'_>) -> Outcome<NewCustomer> {
    let kind = fields.word("kind").unwrap_or(AccountKind::Registered);
    let mut draft = NewCustomer::new(kind);
    take_profile!(
        fields,
        draft,
        given_text,
        [
            email,
            first_name,
            middle_name,
            last_name,
            company,
            phone,
            work_phone,
            mobile_phone,
            fax,
            country,
            language,
            tax_id,
            external_id
        ]
    );
    if let Some(site) = fields.given_text("site") {
        draft = draft.site(site);
    }
    if let Some(set) = fields.given_text("customer_set") {
        draft = draft.customer_set(set);
    }
    if let Some(active) = fields.flag("active") {
        draft = draft.active(active);
    }
    if fields.flag("pending_approval") == Some(true) {
        draft = draft.pending_approval();
    }
    if let Some(since) = fields.moment("customer_since") {
        draft = draft.customer_since(since);
    }
    for mut part in fields.parts("addresses") {
        draft = draft.address(address::draft(&mut part));
        fields.absorb(part);
    }
    fields.finish().map(|()| draft)
}

/// A change, out of the fields that are left.
pub(crate) fn patch(mut fields: Fields<'_>) -> Outcome<CustomerPatch> {
    let mut patch = CustomerPatch::new();
    take_profile!(
        fields,
        patch,
        changed_text,
        [
            email,
            first_name,
            middle_name,
            last_name,
            company,
            phone,
            work_phone,
            mobile_phone,
            fax,
            country,
            language,
            tax_id,
            external_id
        ]
    );
    if let Some(reason) = fields.given_text("correction_reason") {
        patch = patch.correction_reason(reason);
    }
    fields.finish().map(|()| patch)
}

/// What of a batch could be read is done; the others are answered with what is wrong with them.
pub(crate) fn all_of<'py, D: Send, T: Send>(
    py: Python<'py>,
    parts: &Bound<'py, PyAny>,
    name: &str,
    read: impl Fn(Fields<'py>) -> Outcome<D>,
    run: impl FnOnce(Vec<D>) -> Outcome<Vec<Result<T, patronage::Error>>>,
    shown: impl Fn(T) -> PyResult<Bound<'py, PyAny>>,
) -> Outcome<Bound<'py, PyList>> {
    let iterator = parts.try_iter().map_err(|_| {
        Failure::of_field(name, &FieldError::WrongType { expected: "a list of dicts" })
    })?;
    let mut drafts = Vec::new();
    let mut refused = Vec::new();
    for part in iterator {
        match read(Fields::of_part(&part.map_err(Failure::raised)?, String::new())) {
            Ok(draft) => {
                drafts.push(draft);
                refused.push(None);
            }
            Err(failure) => refused.push(Some(failure)),
        }
    }
    let mut outcomes = run(drafts)?.into_iter();
    let answers = PyList::empty(py);
    let mut all_refused: usize = 0;
    for refused in refused {
        let answer = match refused {
            Some(failure) => {
                all_refused = all_refused.saturating_add(1);
                failure.into_exception(py)
            }
            None => match outcomes.next() {
                Some(Ok(done)) => shown(done).map_err(Failure::raised)?,
                Some(Err(error)) => {
                    all_refused = all_refused.saturating_add(1);
                    Failure::from(error).into_exception(py)
                }
                None => break,
            },
        };
        answers.append(answer).map_err(Failure::raised)?;
    }
    let (all, refused) = (answers.len(), all_refused);
    logging::info(py, &format!("of {all} {name} {refused} were refused"));
    Ok(answers)
}

/// How a listing is asked for.
pub(crate) fn listing(named: Option<&Bound<'_, PyDict>>) -> Outcome<CustomerListing> {
    let mut listing = CustomerListing::new();
    let Some(named) = named else { return Ok(listing) };
    let mut found = Vec::new();
    for (name, value) in named.iter() {
        let name = argument::read(&name, "", argument::text)?;
        if value.is_none() {
            continue;
        }
        let text = || argument::read(&value, &name, argument::text);
        listing = match name.as_str() {
            "sort" => sorted(listing, &text()?)?,
            "limit" => match argument::page_limit(Some(&value))? {
                Some(limit) => listing.limit(limit),
                None => listing,
            },
            "customer_set" => listing.customer_set(text()?),
            "segment" => listing.segment(text()?),
            "cursor" => match argument::cursor(Some(&value))? {
                Some(cursor) => listing.cursor(cursor),
                None => listing,
            },
            "with_total" if value.is_truthy().unwrap_or_default() => listing.with_total(),
            "with_total" => listing,
            "attribute" => {
                let (code, held) = attribute::sought(&value)?;
                listing.attribute(code, held)
            }
            _ => {
                found.push(Violation::of_field(name, &FieldError::Unknown));
                listing
            }
        };
    }
    match Violations::from_list(found) {
        Some(violations) => Err(violations.into()),
        None => Ok(listing),
    }
}

/// `created_at`, `name`, `number`, `last_order` or `lifetime_spend.usd`, and after a space `asc` or
/// `desc`.
fn sorted(listing: CustomerListing, text: &str) -> Outcome<CustomerListing> {
    let (key, direction) = text.split_once(' ').unwrap_or((text, "asc"));
    let unknown = || {
        let words = "`created_at`, `name`, `number`, `last_order`, `lifetime_spend.usd` \
                     (or another currency), each alone or with ` asc` or ` desc`";
        Failure::of_field("sort", &FieldError::UnknownWord { words: words.to_owned() })
    };
    let sort = match key {
        "created_at" => CustomerSort::CreatedAt,
        "name" => CustomerSort::Name,
        "number" => CustomerSort::Number,
        "last_order" => CustomerSort::LastOrder,
        other => {
            let currency = other.strip_prefix("lifetime_spend.").ok_or_else(unknown)?;
            let currency = Currency::parse(currency);
            CustomerSort::LifetimeSpend(
                currency.map_err(|error| Failure::of_money("sort", &error))?,
            )
        }
    };
    match direction {
        "asc" => Ok(listing.sort(sort)),
        "desc" => Ok(listing.sort(sort).descending()),
        _ => Err(unknown()),
    }
}

/// The customers, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Customers {
    pub(crate) session: Session,
}

#[pymethods]
impl Customers {
    #[pyo3(signature = (**fields))]
    fn create(&self, py: Python<'_>, fields: Option<&Bound<'_, PyDict>>) -> Outcome<Customer> {
        let draft = draft(Fields::new(fields))?;
        self.session.run(py, |admin| admin.customers().create(draft)).map(Customer)
    }

    fn create_all<'py>(
        &self,
        py: Python<'py>,
        drafts: &Bound<'py, PyAny>,
    ) -> Outcome<Bound<'py, PyList>> {
        let run = |drafts| self.session.run(py, |admin| Ok(admin.customers().create_all(drafts)));
        let shown = |customer| Ok(Bound::new(py, Customer(customer))?.into_any());
        all_of(py, drafts, "drafts", draft, run, shown)
    }

    fn get(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().get(id)).map(Customer)
    }

    fn find_by_number(
        &self,
        py: Python<'_>,
        number: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let number = argument::read(number, "number", argument::customer_number)?;
        let found = self.session.run(py, |admin| admin.customers().find_by_number(number))?;
        Ok(found.map(Customer))
    }

    fn find_by_login(
        &self,
        py: Python<'_>,
        site: &Bound<'_, PyAny>,
        login_name: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let site = argument::read(site, "site", argument::text)?;
        let login_name = argument::read(login_name, "login_name", argument::text)?;
        let found =
            self.session.run(py, |admin| admin.customers().find_by_login(site, login_name))?;
        Ok(found.map(Customer))
    }

    fn find_by_external_id(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let id = argument::read(id, "id", argument::text)?;
        let found = self.session.run(py, |admin| admin.customers().find_by_external_id(id))?;
        Ok(found.map(Customer))
    }

    fn find_by_attribute(
        &self,
        py: Python<'_>,
        customer_set: &Bound<'_, PyAny>,
        attribute: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let set = argument::read(customer_set, "customer_set", argument::text)?;
        let code = argument::read(attribute, "attribute", argument::text)?;
        let value = argument::read(value, "value", attribute::value)?;
        let found =
            self.session.run(py, |admin| admin.customers().find_by_attribute(set, code, value))?;
        Ok(found.map(Customer))
    }

    #[pyo3(signature = (id, *, expected_version = None, **fields))]
    fn update(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
        expected_version: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        let expected = argument::expected(expected_version)?;
        let patch = patch(Fields::new(fields))?;
        self.session.run(py, |admin| admin.customers().update(id, patch, expected)).map(Customer)
    }

    fn update_all<'py>(
        &self,
        py: Python<'py>,
        patches: &Bound<'py, PyAny>,
    ) -> Outcome<Bound<'py, PyList>> {
        let read = |mut fields: Fields<'py>| {
            let id = fields.customer("id");
            let patch = patch(fields)?;
            id.map(|id| (id, patch)).ok_or_else(|| Failure::of_field("id", &FieldError::Required))
        };
        let run = |patches| self.session.run(py, |admin| Ok(admin.customers().update_all(patches)));
        let shown = |customer| Ok(Bound::new(py, Customer(customer))?.into_any());
        all_of(py, patches, "patches", read, run, shown)
    }

    fn disable(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().disable(id)).map(Customer)
    }

    fn enable(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().enable(id)).map(Customer)
    }

    fn approve(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().approve(id)).map(Customer)
    }

    #[pyo3(signature = (id, login_name = None))]
    fn register(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
        login_name: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        let name = argument::read_some(login_name, "login_name", argument::text)?;
        self.session.run(py, |admin| admin.customers().register(id, name.as_deref())).map(Customer)
    }

    fn delete(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<()> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().delete(id))
    }

    fn activity(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Activity> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().activity(id)).map(Activity)
    }

    fn possible_actions(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Vec<String>> {
        let id = argument::read(id, "id", argument::customer)?;
        let actions = self.session.run(py, |admin| admin.customers().possible_actions(id))?;
        Ok(actions.into_iter().map(argument::to_word).collect())
    }

    fn addresses(&self, id: &Bound<'_, PyAny>) -> Outcome<Addresses> {
        let id = argument::read(id, "id", argument::customer)?;
        Ok(Addresses::of_staff(self.session.clone(), id))
    }

    #[pyo3(signature = (**listing))]
    fn find(&self, py: Python<'_>, listing: Option<&Bound<'_, PyDict>>) -> Outcome<CustomerPage> {
        let listing = self::listing(listing)?;
        let (page, columns) = self.session.run(py, |admin| {
            Ok((admin.customers().find(listing)?, admin.attributes().schema()?))
        })?;
        CustomerPage::new(py, page, columns)
    }

    #[pyo3(signature = (**listing))]
    fn iterate(
        &self,
        py: Python<'_>,
        listing: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CustomerIterator> {
        let listing = self::listing(listing)?;
        let session = self.session.clone();
        let rows = self.session.run(py, |admin| Ok(admin.customers().iterate(listing)))?;
        Ok(CustomerIterator { session, rows: Mutex::new(Some(rows)) })
    }

    fn __repr__(&self) -> &'static str {
        "<Customers>"
    }
}

/// The rows of a listing over all its pages.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomerIterator {
    session: Session,
    /// None once they were given to an Arrow stream.
    rows: Mutex<Option<CustomerRows>>,
}

#[pymethods]
impl CustomerIterator {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> Outcome<Option<Py<CustomerRow>>> {
        let next = py.detach(|| -> Result<Option<Row>, patronage::Error> {
            self.session.backoffice()?;
            let Ok(mut rows) = self.rows.lock() else { return Ok(None) };
            rows.as_mut().and_then(Iterator::next).transpose()
        })?;
        next.map(|found| row(py, found)).transpose().map_err(Failure::raised)
    }

    /// What was not iterated over yet, page by page.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> Outcome<Bound<'py, PyCapsule>> {
        let schema = self.session.run(py, |admin| admin.attributes().schema())?;
        let rows = py.detach(|| self.rows.lock().ok().and_then(|mut rows| rows.take()));
        let _ = requested_schema;
        arrow::stream_of_rows(py, rows.into_iter().flatten(), &schema)
    }

    fn __repr__(&self) -> &'static str {
        "<CustomerIterator>"
    }
}
