//! Leaving out what has the wrong shape, as Rails does: a list where one value belongs is as if absent.

use api::{Endpoint, NULL_IS_EMPTY};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// Which shapes the fields of a request may have, read from its schema.
#[derive(Clone, Debug)]
pub(crate) struct Shapes(Vec<(String, Shape)>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shape {
    scalar: bool,
    list: bool,
    object: bool,
    /// Whether `null` says that there is to be nothing, and not that nothing is said.
    nothing: bool,
}

const ANY: Shape = Shape {
    scalar: true,
    list: true,
    object: true,
    nothing: false,
};

impl Shapes {
    pub(crate) fn of<E: Endpoint>() -> Self {
        let schema = SchemaSettings::draft2020_12()
            .with(|it| it.inline_subschemas = true)
            .into_generator()
            .into_root_schema_for::<E>()
            .to_value();
        let properties = schema["properties"].as_object().into_iter().flatten();
        Self(
            properties
                .map(|(name, it)| (name.clone(), Shape::of(it)))
                .collect(),
        )
    }

    /// Keeps the fields that the request knows, as far as they have one of their shapes.
    pub(crate) fn fit(&self, mut fields: Map<String, Value>) -> Map<String, Value> {
        let mut fitting = Map::new();
        for (name, shape) in &self.0 {
            if let Some(value) = fields.remove(name).and_then(|it| shape.fit(it)) {
                fitting.insert(name.clone(), value);
            }
        }
        fitting
    }
}

impl Shape {
    fn of(schema: &Value) -> Self {
        let mut shape = Self::default();
        shape.add(schema);
        shape.nothing = schema[NULL_IS_EMPTY] == true;
        match shape == Self::default() {
            true => ANY,
            false => shape,
        }
    }

    fn add(&mut self, schema: &Value) {
        let types = match &schema["type"] {
            Value::String(word) => vec![word.as_str()],
            Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        for word in types {
            match word {
                // One value stands for a list of one.
                "array" => (self.list, self.scalar) = (true, true),
                "object" => self.object = true,
                "null" => (),
                _ => self.scalar = true,
            }
        }
        for word in ["anyOf", "oneOf"] {
            schema[word]
                .as_array()
                .into_iter()
                .flatten()
                .for_each(|it| self.add(it));
        }
    }

    fn fit(self, value: Value) -> Option<Value> {
        match value {
            Value::Null => self.nothing.then(|| Value::from("")),
            Value::Array(_) if !self.list => None,
            Value::Array(mut list) => {
                if self != ANY {
                    list.retain(|it| !it.is_array() && !it.is_object() && !it.is_null());
                }
                Some(Value::Array(list))
            }
            Value::Object(_) if !self.object => None,
            Value::String(_) | Value::Number(_) | Value::Bool(_) if !self.scalar => None,
            value => Some(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use api::{
        accounts::UpdateCredentials,
        admin::{
            accounts::{ActOnAccount, ListAccounts},
            ip_blocks::CreateIpBlock,
        },
    };
    use serde_json::{Value, json};

    use super::Shapes;

    fn fit<E: api::Endpoint>(fields: Value) -> Value {
        let Value::Object(fields) = fields else {
            panic!("an object")
        };
        Value::Object(Shapes::of::<E>().fit(fields))
    }

    #[test]
    fn the_wrong_shape_is_as_if_absent() {
        let sent =
            json!({ "id": "1", "type": ["none"], "text": { "a": 1 }, "dry_run": true, "else": 1 });

        assert_eq!(
            fit::<ActOnAccount>(sent),
            json!({ "id": "1", "dry_run": true })
        );
    }

    #[test]
    fn null_is_as_if_absent_but_where_it_says_that_there_is_nothing() {
        let sent = json!({ "ip": null, "comment": null, "expires_in": null });

        let read = fit::<CreateIpBlock>(sent);
        assert_eq!(read, json!({ "ip": "", "expires_in": "" }));
    }

    #[test]
    fn lists_take_one_value_and_objects_stay() {
        let sent = json!({ "role_ids": "3", "status": "active" });
        assert_eq!(fit::<ListAccounts>(sent.clone()), sent);
        let sent = json!({ "role_ids": ["3", ["4"], null] });
        assert_eq!(fit::<ListAccounts>(sent), json!({ "role_ids": ["3"] }));
        let sent = json!({ "source": { "privacy": "private" }, "fields_attributes": { "0": { "name": "a" } } });
        assert_eq!(fit::<UpdateCredentials>(sent.clone()), sent);
    }
}
