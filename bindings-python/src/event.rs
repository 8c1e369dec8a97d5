//! The trail.

use std::sync::Arc;

use patronage::actor::Author as By;
use patronage::event::{Event as Kept, EventPosition, NewEvent, Subject as About};
use patronage::id::CustomerId;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyTuple};

use crate::argument;
use crate::credit::entry::CreditEntry;
use crate::error::{Failure, Outcome};
use crate::handle::Handle;
use crate::time;
use crate::value::{from_json, to_json, value};

/// Something that happened.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Event(Kept);

value!(
    Event,
    |event| format!("{} {}", event.position(), event.kind()),
    |kept| to_json(&(kept.position(), kept.number(), kept.content())),
    |text| from_json::<(EventPosition, Option<u64>, NewEvent)>(text)
        .map(|(position, number, content)| Kept::from_parts(position, number, content))
);

#[pymethods]
impl Event {
    #[getter]
    fn position(&self) -> u64 {
        self.0.position().as_u64()
    }

    #[getter]
    fn number(&self) -> Option<u64> {
        self.0.number()
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// The word for the thing, and what says which one it is.
    #[getter]
    fn subject<'py>(&self, py: Python<'py>) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
        let text = |text: &str| Ok::<_, PyErr>(text.into_pyobject(py)?.into_any());
        let nothing = || Ok::<_, PyErr>(py.None().into_bound(py));
        Ok(match self.0.subject() {
            About::Tenant => ("tenant", nothing()?),
            About::CustomerSet(code) => ("customer_set", text(code.as_str())?),
            About::Site(code) => ("site", text(code.as_str())?),
            About::Attribute(code) => ("attribute", text(code.as_str())?),
            About::Attributes { changed, .. } => {
                let codes: Vec<&str> =
                    changed.iter().map(patronage::code::AttributeCode::as_str).collect();
                ("attributes", codes.into_pyobject(py)?)
            }
            About::Segment(code) => ("segment", text(code.as_str())?),
            About::Customer => ("customer", nothing()?),
            About::Address(id) => ("address", argument::to_uuid(py, id.as_uuid())?),
            About::Order(number) => ("order", text(number)?),
            About::CreditEntry(_) => {
                let number = self.0.credit_entry().map(|entry| entry.number().as_u64());
                ("credit_entry", number.into_pyobject(py)?)
            }
            _ => ("other", nothing()?),
        })
    }

    #[getter]
    fn reason(&self) -> Option<&str> {
        match self.0.subject() {
            About::Attributes { reason, .. } => reason.as_ref().map(patronage::text::Line::as_str),
            _ => None,
        }
    }

    #[getter]
    fn customer<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.customer().map(|id| argument::to_uuid(py, id.as_uuid())).transpose()
    }

    /// The role, and who it was.
    #[getter]
    fn author<'py>(&self, py: Python<'py>) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
        by(py, self.0.author())
    }

    #[getter]
    fn credit_entry(&self) -> Option<CreditEntry> {
        self.0.credit_entry().map(CreditEntry)
    }

    #[getter]
    fn site(&self) -> Option<&str> {
        self.0.site().map(patronage::code::SiteCode::as_str)
    }

    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.at())
    }
}

/// The role, and who it was.
pub(crate) fn by<'py>(py: Python<'py>, author: &By) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
    Ok(match author {
        By::Admin(name) => ("admin", (&**name).into_pyobject(py)?.into_any()),
        By::Shopper(id) => ("shopper", argument::to_uuid(py, id.as_uuid())?),
        By::Import(source) => ("import", (&**source).into_pyobject(py)?.into_any()),
        _ => ("system", py.None().into_bound(py)),
    })
}

/// Events from a place in the trail on: pages of them, to iterate over.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Events {
    handle: Arc<Handle>,
    after: std::sync::Mutex<EventPosition>,
    of: Option<CustomerId>,
    limit: Option<usize>,
}

impl Events {
    pub(crate) fn new(
        handle: &Arc<Handle>,
        after: Option<&Bound<'_, PyAny>>,
        of: Option<&Bound<'_, PyAny>>,
        limit: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Self> {
        let after = argument::read_some(after, "after", argument::count)?.unwrap_or_default();
        let of = argument::read_some(of, "of", argument::customer)?;
        let limit = argument::page_limit(limit)?;
        let after = std::sync::Mutex::new(EventPosition::new(after));
        Ok(Self { handle: Arc::clone(handle), after, of, limit })
    }

    fn page(
        &self,
        py: Python<'_>,
        after: EventPosition,
    ) -> Outcome<patronage::directory::EventPage> {
        Ok(py.detach(|| {
            let mut events = self.handle.opened()?.directory.events().after(after);
            if let Some(customer) = self.of {
                events = events.of(customer);
            }
            if let Some(limit) = self.limit {
                events = events.limit(limit);
            }
            events.read()
        })?)
    }

    fn place(&self) -> EventPosition {
        self.after.lock().map(|after| *after).unwrap_or_default()
    }
}

#[pymethods]
impl Events {
    fn read(&self, py: Python<'_>) -> Outcome<EventPage> {
        let page = self.page(py, self.place())?;
        EventPage::new(py, page).map_err(Failure::raised)
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    /// The next page, until there are no more events.
    fn __next__(&self, py: Python<'_>) -> Outcome<Option<EventPage>> {
        let page = self.page(py, self.place())?;
        if page.events.is_empty() {
            return Ok(None);
        }
        if let Ok(mut after) = self.after.lock() {
            *after = page.next;
        }
        EventPage::new(py, page).map(Some).map_err(Failure::raised)
    }

    fn __repr__(&self) -> String {
        format!("<Events after {}>", self.place())
    }
}

/// Some events, and where the next ones begin.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct EventPage {
    #[pyo3(get)]
    events: Py<PyTuple>,
    #[pyo3(get)]
    next: u64,
}

impl EventPage {
    fn new(py: Python<'_>, page: patronage::directory::EventPage) -> PyResult<Self> {
        let next = page.next.as_u64();
        let events: Vec<Event> = page.events.into_iter().map(Event).collect();
        Ok(Self { events: PyTuple::new(py, events)?.unbind(), next })
    }
}

#[pymethods]
impl EventPage {
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.events.bind(py).as_any().len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyIterator>> {
        self.events.bind(py).try_iter()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<EventPage of {} up to {}>", self.__len__(py)?, self.next))
    }
}
