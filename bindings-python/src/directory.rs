//! The directory, and the directory as staff uses it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use patronage::actor::Admin;
use patronage::code::CustomerSetCode;
use patronage::store::StoreError;
use patronage::violation::{FieldError, Violation};
use patronage_sqlite::{Durability, SqliteOptions, SqliteStore};
use pyo3::prelude::*;

use crate::argument;
use crate::attribute::Attributes;
use crate::credit::Credit;
use crate::customer::Customers;
use crate::customer_set::CustomerSets;
use crate::error::{Failure, Outcome};
use crate::event::Events;
use crate::handle::{Actor, Handle, Opened, Session};
use crate::logging;
use crate::order::Orders;
use crate::query::QueryResult;
use crate::segment::Segments;
use crate::site::Sites;
use crate::storefront::Storefront;
use crate::tenant::TenantSettings;

/// The customers of one tenant, in a file or in memory.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Directory {
    handle: Arc<Handle>,
}

#[pymethods]
impl Directory {
    #[staticmethod]
    #[pyo3(signature = (path, *, tenant = "default", reporting_currency = None, time_zone = None,
                        durability = "full", busy_timeout = 5.0, read_only = false))]
    fn open(
        py: Python<'_>,
        path: PathBuf,
        tenant: &str,
        reporting_currency: Option<String>,
        time_zone: Option<String>,
        durability: &str,
        busy_timeout: f64,
        read_only: bool,
    ) -> Outcome<Self> {
        let durability = match durability {
            "full" => Durability::Full,
            "normal" => Durability::Normal,
            _ => {
                let words = "`full`, `normal`".to_owned();
                return Err(Failure::of_field("durability", &FieldError::UnknownWord { words }));
            }
        };
        let Ok(busy_timeout) = Duration::try_from_secs_f64(busy_timeout) else {
            let expected = "a number of seconds from 0";
            return Err(Failure::of_field("busy_timeout", &FieldError::WrongType { expected }));
        };
        let options = SqliteStore::options()
            .tenant(tenant)
            .durability(durability)
            .busy_timeout(busy_timeout)
            .read_only(read_only);
        Self::over(py, options, reporting_currency, time_zone, |options| options.open(path))
    }

    #[staticmethod]
    #[pyo3(signature = (*, tenant = "default", reporting_currency = None, time_zone = None))]
    fn in_memory(
        py: Python<'_>,
        tenant: &str,
        reporting_currency: Option<String>,
        time_zone: Option<String>,
    ) -> Outcome<Self> {
        let options = SqliteStore::options().tenant(tenant);
        Self::over(py, options, reporting_currency, time_zone, SqliteOptions::in_memory)
    }

    fn close(&self, py: Python<'_>) -> Outcome<()> {
        if py.detach(|| self.handle.close())? {
            logging::info(py, "a directory was closed");
        }
        Ok(())
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(
        &self,
        py: Python<'_>,
        _exception: &Bound<'_, pyo3::types::PyTuple>,
    ) -> Outcome<bool> {
        self.close(py)?;
        Ok(false)
    }

    #[pyo3(signature = (name, *, customer_sets = None))]
    fn as_admin(
        &self,
        name: &Bound<'_, PyAny>,
        customer_sets: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Backoffice> {
        let mut admin = Admin::new(argument::read(name, "name", argument::text)?);
        if let Some(codes) = customer_sets {
            let codes = argument::read_all(codes, "customer_sets", customer_set)?;
            admin = admin.confined_to(codes);
        }
        Ok(self.backoffice(Actor::Admin(admin)))
    }

    fn as_system(&self) -> Backoffice {
        self.backoffice(Actor::System)
    }

    fn as_import(&self, source: &Bound<'_, PyAny>) -> Outcome<Backoffice> {
        let source = argument::read(source, "source", argument::text)?;
        Ok(self.backoffice(Actor::Import(source)))
    }

    fn site(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<Storefront> {
        let code = argument::read(code, "code", argument::text)?;
        Storefront::open(py, &self.handle, code)
    }

    #[pyo3(signature = (*, after = None, of = None, limit = None))]
    fn events(
        &self,
        after: Option<&Bound<'_, PyAny>>,
        of: Option<&Bound<'_, PyAny>>,
        limit: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Events> {
        Events::new(&self.handle, after, of, limit)
    }

    fn acknowledged(&self, py: Python<'_>, consumer: &Bound<'_, PyAny>) -> Outcome<u64> {
        let consumer = argument::read(consumer, "consumer", argument::text)?;
        Ok(py.detach(|| self.handle.opened()?.directory.acknowledged(&consumer))?.as_u64())
    }

    fn acknowledge(
        &self,
        py: Python<'_>,
        consumer: &Bound<'_, PyAny>,
        position: &Bound<'_, PyAny>,
    ) -> Outcome<u64> {
        let consumer = argument::read(consumer, "consumer", argument::text)?;
        let position = argument::read(position, "position", argument::count)?;
        let position = patronage::event::EventPosition::new(position);
        let acknowledged =
            py.detach(|| self.handle.opened()?.directory.acknowledge(&consumer, position))?;
        Ok(acknowledged.as_u64())
    }

    #[pyo3(signature = (statement, parameters = None))]
    fn sql(
        &self,
        py: Python<'_>,
        statement: &Bound<'_, PyAny>,
        parameters: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<QueryResult> {
        let statement = argument::read(statement, "statement", argument::text)?;
        QueryResult::ask(py, &self.handle, &statement, parameters)
    }

    /// Reads everything and tells what is wrong.
    fn check(&self, py: Python<'_>) -> Outcome<Vec<String>> {
        let report =
            py.detach(|| self.handle.opened()?.store.check().map_err(patronage::Error::from))?;
        Ok(report.findings().iter().map(ToString::to_string).collect())
    }

    fn __repr__(&self) -> &'static str {
        "<Directory>"
    }
}

impl Directory {
    fn over(
        py: Python<'_>,
        options: SqliteOptions,
        reporting_currency: Option<String>,
        time_zone: Option<String>,
        open: impl FnOnce(SqliteOptions) -> Result<SqliteStore, StoreError> + Send,
    ) -> Outcome<Self> {
        let opened = py.detach(|| {
            let store = open(options)?;
            let mut builder = patronage::Directory::builder(store.clone());
            if let Some(currency) = reporting_currency {
                builder = builder.reporting_currency(currency);
            }
            if let Some(zone) = time_zone {
                builder = builder.time_zone(zone);
            }
            Ok::<_, patronage::Error>(Opened { directory: builder.open()?, store })
        })?;
        logging::info(py, "a directory was opened");
        Ok(Self { handle: Handle::new(opened) })
    }

    fn backoffice(&self, actor: Actor) -> Backoffice {
        Backoffice { session: Session::new(&self.handle, actor) }
    }
}

fn customer_set(value: &Bound<'_, PyAny>, path: &str) -> Result<CustomerSetCode, Violation> {
    let parsed = CustomerSetCode::parse(&argument::text(value, path)?);
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// The directory as staff, a job or an import uses it: everything, by noun.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Backoffice {
    session: Session,
}

#[pymethods]
impl Backoffice {
    #[getter]
    fn tenant(&self) -> TenantSettings {
        TenantSettings { session: self.session.clone() }
    }

    #[getter]
    fn customer_sets(&self) -> CustomerSets {
        CustomerSets { session: self.session.clone() }
    }

    #[getter]
    fn sites(&self) -> Sites {
        Sites { session: self.session.clone() }
    }

    #[getter]
    fn attributes(&self) -> Attributes {
        Attributes { session: self.session.clone() }
    }

    #[getter]
    fn customers(&self) -> Customers {
        Customers { session: self.session.clone() }
    }

    #[getter]
    fn segments(&self) -> Segments {
        Segments { session: self.session.clone() }
    }

    #[getter]
    fn orders(&self) -> Orders {
        Orders { session: self.session.clone() }
    }

    #[getter]
    fn credit(&self) -> Credit {
        Credit { session: self.session.clone() }
    }

    fn __repr__(&self) -> &'static str {
        "<Backoffice>"
    }
}
