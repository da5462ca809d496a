//! Automatic rules: how they are kept, what they meet, and what comes of it.

mod conditions;
mod held;
mod keeping;
mod newcomers;
mod outcomes;
mod taken_back;
mod trials;
mod world;
