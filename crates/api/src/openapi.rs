//! The OpenAPI document, derived from the endpoints.

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{Access, DRY_RUN, Endpoint, Reply, Scope};

/// OpenAPI 3.1, with addresses relative to where the document is served from.
pub fn document() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|it| it.definitions_path = "/components/schemas".into())
        .into_generator();
    let mut paths = Map::new();
    macro_rules! add_all {
        ($($E:ty),* $(,)?) => {$(
            add::<$E>(&mut paths, &mut generator);
        )*};
    }
    crate::for_each_endpoint!(add_all);
    let scopes: Map<String, Value> = Scope::ALL
        .iter()
        .map(|it| (it.as_str().to_owned(), "".into()))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kumki",
            "summary": "Mastodon's admin and moderation API",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "oauth2": {
                    "type": "oauth2",
                    "flows": {
                        "authorizationCode": {
                            "authorizationUrl": "/oauth/authorize",
                            "tokenUrl": "/oauth/token",
                            "scopes": scopes,
                        },
                        "clientCredentials": { "tokenUrl": "/oauth/token", "scopes": scopes },
                    },
                },
            },
        },
    })
}

fn add<E: Endpoint>(paths: &mut Map<String, Value>, generator: &mut SchemaGenerator) {
    let request = E::json_schema(generator).to_value();
    let required = |name: &str| {
        request["required"]
            .as_array()
            .is_some_and(|it| it.iter().any(|it| it == name))
    };
    let mut parameters = Vec::new();
    let mut body = Map::new();
    for (name, schema) in request["properties"].as_object().into_iter().flatten() {
        let in_path = E::path_params().any(|it| it == name);
        let header = E::HEADERS.iter().find(|(field, _)| field == name);
        if let Some((_, header)) = header {
            parameters.push(json!({
                "name": header,
                "in": "header",
                "description": schema["description"],
                "schema": schema,
            }));
        } else if in_path || !E::has_body() {
            parameters.push(parameter(name, schema, in_path, required(name)));
        } else {
            body.insert(name.clone(), schema.clone());
        }
    }
    if E::can_be_tried() && !body.contains_key(DRY_RUN) {
        let text = "Answer as if it had happened, and change nothing.";
        let schema = json!({ "type": "boolean", "description": text });
        match E::has_body() {
            true => drop(body.insert(DRY_RUN.into(), schema)),
            false => parameters.push(parameter(DRY_RUN, &schema, false, false)),
        }
    }
    let answer = generator.subschema_for::<<E::Response as Reply>::Body>();
    let failure = generator.subschema_for::<crate::Error>();
    let (summary, description) = words(&request);
    let mut operation = json!({
        "operationId": E::NAME.join("."),
        "tags": [E::NAME[0]],
        "summary": summary,
        "security": security(E::ACCESS),
        "parameters": parameters,
        "responses": {
            "200": { "description": "OK", "content": { "application/json": { "schema": answer } } },
            "default": { "description": "Error", "content": { "application/json": { "schema": failure } } },
        },
    });
    if let Some(description) = description {
        operation["description"] = description.into();
    }
    if !body.is_empty() {
        let required: Vec<&String> = body.keys().filter(|it| required(it)).collect();
        let schema = json!({ "type": "object", "properties": body, "required": required });
        let mut content = json!({
            "application/json": { "schema": schema },
            "application/x-www-form-urlencoded": { "schema": schema },
        });
        if !E::FILES.is_empty() {
            content["multipart/form-data"] = json!({ "schema": schema });
        }
        operation["requestBody"] = json!({ "content": content });
    }
    paths.entry(E::PATH).or_insert_with(|| json!({}))[E::METHOD.as_str().to_lowercase()] =
        operation;
}

fn parameter(name: &str, schema: &Value, in_path: bool, required: bool) -> Value {
    let is_list = schema["type"] == "array";
    json!({
        // Rails' way of saying that a parameter is a list.
        "name": if is_list { format!("{name}[]") } else { name.to_owned() },
        "in": if in_path { "path" } else { "query" },
        "required": in_path || required,
        "description": schema["description"],
        "schema": schema,
    })
}

/// The first line of the documentation, and the rest.
fn words(schema: &Value) -> (&str, Option<&str>) {
    let text = schema["description"].as_str().unwrap_or_default();
    match text.split_once("\n\n") {
        Some((summary, rest)) => (summary, Some(rest)),
        None => (text, None),
    }
}

/// One alternative for each scope that is enough; an empty one where no token is.
fn security(access: Access) -> Vec<Value> {
    let mut ways: Vec<Value> = access
        .accepted()
        .iter()
        .map(|it| json!({ "oauth2": [it.as_str()] }))
        .collect();
    match access {
        Access::Public(_) => ways.push(json!({})),
        _ if ways.is_empty() => ways.push(json!({ "oauth2": [] })),
        _ => (),
    }
    ways
}
