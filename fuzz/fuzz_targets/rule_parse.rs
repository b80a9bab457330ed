#![no_main]
//! `chairtime_fuzz::rule_parse` under libFuzzer.

libfuzzer_sys::fuzz_target!(|data: &[u8]| chairtime_fuzz::rule_parse::look(data));
