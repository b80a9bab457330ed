//! What must hold for any input, one module a target; `tests/mutated_inputs.rs` uses the same ones.

pub mod ics_import;
pub mod rule_expand;
pub mod rule_parse;
