//! What chance alone would show: exact tests on one agreement, pooled tests
//! over many, intervals, corrections for many tests, how long joining took, and
//! who joined first. Not what follows from it: no verdicts, no words but the
//! reasons why something cannot be tested. Undefined is `None`, never 0 or NaN.

pub mod hypergeometric;
pub mod unity;
pub mod correction;
pub mod interval;
pub mod chi_square;
pub mod untestable;
pub mod record;
pub mod pooled;
pub mod random_group;
pub mod curveball;
pub mod fixed_margins;
pub mod bootstrap;
pub mod survival;
pub mod log_rank;
pub mod lead_lag;

mod distribution;
pub(crate) mod random;
