//! Reading text where a number or a boolean is wanted, as forms and command lines need.

use serde::{
    Deserializer,
    de::{
        IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::Value;

/// A value that turns text into the number or boolean that was asked for.
#[derive(Clone, Debug)]
pub struct Loose(pub Value);

impl<'de> IntoDeserializer<'de, serde_json::Error> for Loose {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parse {
    ($($method:ident, $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            if let Value::String(text) = &self.0
                && let Ok(number) = text.parse()
            {
                return visitor.$visit(number);
            }
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Loose {
    type Error = serde_json::Error;

    parse! {
        deserialize_i32, visit_i32;
        deserialize_i64, visit_i64;
        deserialize_u32, visit_u32;
        deserialize_u64, visit_u64;
        deserialize_f64, visit_f64;
    }

    /// Everything is true but the words for no, nothing, and zero.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let is_true = match &self.0 {
            Value::String(text) => !matches!(
                text.as_str(),
                "" | "0" | "f" | "F" | "false" | "FALSE" | "off" | "OFF"
            ),
            Value::Null => false,
            Value::Bool(it) => *it,
            Value::Number(it) => it.as_f64() != Some(0.0),
            Value::Array(_) | Value::Object(_) => true,
        };
        visitor.visit_bool(is_true)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Number(it) => visitor.visit_string(it.to_string()),
            Value::Bool(it) => visitor.visit_string(it.to_string()),
            it => it.deserialize_str(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    /// One value stands for a list of one, and nulls in a list for nothing.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(list) => {
                let items = list.into_iter().filter(|it| !it.is_null()).map(Loose);
                visitor.visit_seq(SeqDeserializer::new(items))
            }
            Value::Null => visitor.visit_seq(SeqDeserializer::new(std::iter::empty::<Self>())),
            _ => visitor.visit_seq(SeqDeserializer::new(std::iter::once(self))),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Object(map) => visitor.visit_map(MapDeserializer::new(
                map.into_iter().map(|(key, it)| (key, Loose(it))),
            )),
            Value::Array(list) => {
                visitor.visit_seq(SeqDeserializer::new(list.into_iter().map(Loose)))
            }
            it => it.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! { i8 i16 u8 u16 f32 char bytes byte_buf unit unit_struct tuple tuple_struct map struct identifier ignored_any }
}
