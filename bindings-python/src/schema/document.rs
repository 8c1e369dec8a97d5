//! Documents of values, as Python has them: texts, dictionaries, and the fields of forms.

use patronage::attribute::{GivenValue, Input, Members, Receiver};
use patronage::violation::FieldError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{
    PyBool, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString,
    PyTuple,
};

use crate::argument;
use crate::error::{Failure, Outcome as Answer};
use crate::json;

/// A document, kept while it is read.
pub(super) enum Document<'py> {
    Text(PyBackedStr),
    Object(Object<'py>),
}

impl<'py> Document<'py> {
    /// The path is for what is wrong with it.
    pub(super) fn new(given: &Bound<'py, PyAny>, path: impl Fn() -> String) -> Answer<Self> {
        let wrong = |error| Failure::of_field(&path(), &error);
        if let Ok(text) = given.cast::<PyString>() {
            let text = PyBackedStr::try_from(text.clone());
            return text.map(Self::Text).map_err(|_| wrong(FieldError::NotUnicode));
        }
        if let Ok(object) = given.cast::<PyDict>() {
            return Ok(Self::Object(Object(object.clone())));
        }
        if let Ok(bytes) = given.cast::<PyBytes>() {
            let text = PyString::from_bytes(given.py(), bytes.as_bytes())
                .map_err(|_| wrong(FieldError::NotUnicode))?;
            return PyBackedStr::try_from(text).map(Self::Text).map_err(Failure::raised);
        }
        if let Ok(mapping) = given.cast::<PyMapping>() {
            let object = PyDict::new(given.py());
            object.update(mapping).map_err(Failure::raised)?;
            return Ok(Self::Object(Object(object)));
        }
        Err(wrong(FieldError::WrongType { expected: "a JSON text or a dict" }))
    }

    /// One that is all there is.
    pub(super) fn only(given: &Bound<'py, PyAny>) -> Answer<Self> {
        Self::new(given, || "document".to_owned())
    }

    pub(super) fn into_text(self) -> Option<PyBackedStr> {
        match self {
            Self::Text(text) => Some(text),
            Self::Object(_) => None,
        }
    }

    /// It, if it is a text.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Object(_) => None,
        }
    }

    pub(super) fn input(&self) -> Input<'_> {
        match self {
            Self::Text(text) => Input::json(text),
            Self::Object(object) => Input::members(object),
        }
    }
}

/// A dictionary, visited in place.
#[derive(Debug)]
pub(super) struct Object<'py>(pub(super) Bound<'py, PyDict>);

impl Members for Object<'_> {
    fn visit(&self, receiver: &mut Receiver<'_, '_>) {
        for (name, value) in json::entries(&self.0) {
            if let Ok(name) = name.cast::<PyString>() {
                match name.to_str() {
                    Ok(name) => visit(receiver, name, &value),
                    Err(_) => visit(receiver, &name.to_string_lossy(), &value),
                }
            } else {
                let shown = name.repr().map(|shown| shown.to_string_lossy().into_owned());
                receiver.value(&shown.unwrap_or_default(), GivenValue::Other);
            }
        }
    }
}

fn visit(receiver: &mut Receiver<'_, '_>, name: &str, value: &Bound<'_, PyAny>) {
    if let Ok(text) = value.cast_exact::<PyString>() {
        receiver.value(name, of_text(text));
    } else if let Ok(list) = value.cast::<PyList>() {
        receiver.list(name, |take| list.iter().for_each(|part| scalar(&part, take)));
    } else if let Ok(tuple) = value.cast::<PyTuple>() {
        receiver.list(name, |take| tuple.iter().for_each(|part| scalar(&part, take)));
    } else {
        scalar(value, &mut |value| receiver.value(name, value));
    }
}

fn of_text<'v>(text: &'v Bound<'_, PyString>) -> GivenValue<'v> {
    text.to_str().map_or(GivenValue::Other, GivenValue::Text)
}

/// Longer than any number that is understood.
const TOO_MANY_DIGITS: &str = "11111111111111111111111111111111111111111";

fn scalar(value: &Bound<'_, PyAny>, take: &mut dyn FnMut(GivenValue<'_>)) {
    if let Ok(text) = value.cast::<PyString>() {
        return take(of_text(text));
    }
    if let Ok(yes) = value.cast::<PyBool>() {
        return take(GivenValue::Boolean(yes.is_true()));
    }
    if value.is_none() {
        return take(GivenValue::Null);
    }
    if value.is_instance_of::<PyInt>() {
        return match value.extract::<i64>() {
            Ok(whole) => take(GivenValue::Number(whole.into())),
            Err(_) => match value.str() {
                Ok(digits) => take(GivenValue::Digits(&digits.to_string_lossy())),
                Err(_) => take(GivenValue::Digits(TOO_MANY_DIGITS)),
            },
        };
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return take(GivenValue::float(float.value()));
    }
    if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() {
        return take(argument::day(value, "").map_or(GivenValue::Other, GivenValue::Date));
    }
    if argument::is_decimal(value) {
        return match argument::decimal_text(value) {
            Some(digits) => take(GivenValue::Digits(&digits)),
            None => take(GivenValue::float(f64::NAN)),
        };
    }
    let is_list = value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>();
    take(if is_list { GivenValue::List } else { GivenValue::Other });
}

/// The fields of a form: pairs of texts, or a mapping of them.
pub(super) fn form(fields: &Bound<'_, PyAny>) -> Answer<Vec<(String, String)>> {
    let wrong = || {
        let expected = "pairs of texts, or a dict of them";
        Failure::of_field("fields", &FieldError::WrongType { expected })
    };
    let items = match fields.cast::<PyMapping>() {
        Ok(mapping) => mapping.items().map_err(Failure::raised)?.into_any(),
        Err(_) => fields.clone(),
    };
    let mut pairs = Vec::new();
    for item in json::parts(&items).ok_or_else(wrong)? {
        match json::parts(&item).as_deref() {
            Some([name, text]) => pairs.push((
                argument::read(name, "fields", argument::text)?,
                argument::read(text, "fields", argument::text)?,
            )),
            _ => return Err(wrong()),
        }
    }
    Ok(pairs)
}
