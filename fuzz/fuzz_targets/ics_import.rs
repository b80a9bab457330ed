#![no_main]
//! `chairtime_fuzz::ics_import` under libFuzzer.

libfuzzer_sys::fuzz_target!(|data: &[u8]| chairtime_fuzz::ics_import::look(data));
