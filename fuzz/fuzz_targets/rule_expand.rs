#![no_main]
//! `chairtime_fuzz::rule_expand` under libFuzzer.

libfuzzer_sys::fuzz_target!(|data: &[u8]| chairtime_fuzz::rule_expand::look(data));
