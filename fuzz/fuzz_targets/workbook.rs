//! Feeds the fuzzer's bytes to the target `workbook`.

#![no_main]

#[path = "../../tests/fuzzed/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::fuzz("workbook", bytes));
