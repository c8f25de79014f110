//! How long joining took: Kaplan-Meier curves of the share that had not yet
//! joined, with states that enter late. Days are counted from the agreement's
//! opening. The comparison of groups is in [`super::log_rank`].

use super::interval::{Interval, Z_95};

/// One state's time under observation, in days from the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// From when it could join: 0 or less if from the opening, later for a state that became eligible later.
    pub enters: i64,
    /// The day it joined, or the last day on which it is known not to have.
    pub leaves: i64,
    /// Whether it joined.
    pub joined: bool,
}

impl Wait {
    /// Whether it could join on a day, as far as the record tells.
    ///
    /// A late state counts from the day after it enters, as in R's survival package, and on the day itself if it
    /// left then; a state there from the opening counts on day 0 too, and before it, where the opening's date is rough.
    pub(super) fn at_risk(&self, day: i64) -> bool {
        let joins_at_once = self.enters == day && self.leaves == day;
        day <= self.leaves && (self.enters <= 0 || self.enters < day || joins_at_once)
    }

    /// Whether it joined on a day on which it could.
    pub(super) fn joins(&self, day: i64) -> bool {
        self.joined && self.leaves == day && self.at_risk(day)
    }
}

/// One day on which some state joined or went out of sight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Days from the opening.
    pub day: i64,
    /// How many could still join on that day.
    pub at_risk: usize,
    /// How many did.
    pub joined: usize,
    /// How many were last seen on that day without having joined.
    pub censored: usize,
    /// S: the share that has not joined by the end of the day, in 0..=1.
    pub not_joined: f64,
    /// Greenwood's standard error of S; `None` once S is 0.
    pub std_error: Option<f64>,
    /// 95 % band on the log scale, cut off at 1; `None` where S is 0 or 1.
    pub log_band: Option<Interval>,
    /// 95 % band on the log(-log) scale, always inside 0..=1; `None` where S is 0 or 1.
    pub log_log_band: Option<Interval>,
}

/// The curve of S: a step for each day on which a state joined or was last seen; empty for nobody.
///
/// S(t) is the product of (1 - d / n) over days up to t, d joiners of n at risk. Sources: Kaplan and Meier 1958,
/// Journal of the American Statistical Association 53: 457-481; bands from Greenwood's variance, sum of
/// d / (n (n - d)).
pub fn kaplan_meier(waits: &[Wait]) -> Vec<Step> {
    let mut days: Vec<i64> =
        waits.iter().filter(|wait| wait.at_risk(wait.leaves)).map(|wait| wait.leaves).collect();
    days.sort_unstable();
    days.dedup();
    let (mut not_joined, mut variance) = (1.0, 0.0);
    let step = |day: i64| {
        let at_risk = waits.iter().filter(|wait| wait.at_risk(day)).count();
        let joined = waits.iter().filter(|wait| wait.joins(day)).count();
        let last_seen = |wait: &&Wait| !wait.joined && wait.leaves == day && wait.at_risk(day);
        let stay = (at_risk - joined) as f64;
        not_joined *= stay / at_risk as f64;
        variance += if joined == 0 { 0.0 } else { joined as f64 / (at_risk as f64 * stay) };
        let error: f64 = f64::sqrt(variance);
        Step {
            day,
            at_risk,
            joined,
            censored: waits.iter().filter(last_seen).count(),
            not_joined,
            std_error: (not_joined > 0.0).then_some(not_joined * error),
            log_band: log_band(not_joined, error),
            log_log_band: log_log_band(not_joined, error),
        }
    };
    days.into_iter().map(step).collect()
}

/// The day by which half had joined; `None` if the curve never falls below one half.
///
/// A curve that stays at exactly one half for a while gives the middle of that while, as in R.
pub fn median(curve: &[Step]) -> Option<f64> {
    let rounding = 1e-9;
    let below = curve.iter().find(|step| step.not_joined < 0.5 - rounding)?.day as f64;
    let reached = curve.iter().find(|step| step.not_joined < 0.5 + rounding)?.day as f64;
    Some(f64::midpoint(reached, below))
}

/// S to the power of e^(+-z error / ln S).
fn log_log_band(not_joined: f64, error: f64) -> Option<Interval> {
    let bound = |sign: f64| not_joined.powf((sign * Z_95 * error / not_joined.ln()).exp());
    is_between(not_joined).then(|| Interval { lower: bound(-1.0), upper: bound(1.0) })
}

/// S times e^(+-z error).
fn log_band(not_joined: f64, error: f64) -> Option<Interval> {
    let bound = |sign: f64| (not_joined * (sign * Z_95 * error).exp()).min(1.0);
    is_between(not_joined).then(|| Interval { lower: bound(-1.0), upper: bound(1.0) })
}

fn is_between(share: f64) -> bool {
    share > 0.0 && share < 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(leaves: i64) -> Wait {
        Wait { enters: 0, leaves, joined: true }
    }

    fn shares(waits: &[Wait]) -> Vec<(i64, f64)> {
        let rounded = |share: f64| (share * 1e6).round() / 1e6;
        kaplan_meier(waits).iter().map(|step| (step.day, rounded(step.not_joined))).collect()
    }

    #[test]
    fn joining_on_the_opening_day_lowers_the_curve_at_once() {
        assert_eq!(shares(&[joined(0), joined(10)]), [(0, 0.5), (10, 0.0)]);
    }

    #[test]
    fn a_state_that_goes_out_of_sight_counts_until_then() {
        let gone = Wait { joined: false, ..joined(5) };
        assert_eq!(shares(&[joined(5), gone, joined(8), joined(9)]), [(5, 0.75), (8, 0.375), (9, 0.0)]);
    }

    #[test]
    fn a_state_that_enters_late_is_not_asked_before() {
        let late = Wait { enters: 20, ..joined(30) };
        assert_eq!(
            shares(&[joined(10), joined(20), joined(40), late]),
            [(10, 0.666_667), (20, 0.333_333), (30, 0.166_667), (40, 0.0)]
        );
    }

    #[test]
    fn a_state_may_join_on_the_very_day_it_enters() {
        let at_once = Wait { enters: 20, ..joined(20) };
        assert_eq!(shares(&[at_once, joined(40)]), [(20, 0.5), (40, 0.0)]);
    }

    #[test]
    fn joining_before_a_roughly_dated_opening_counts() {
        assert_eq!(shares(&[joined(-30), joined(10)]), [(-30, 0.5), (10, 0.0)]);
    }

    #[test]
    fn a_wait_that_ends_before_it_begins_counts_nowhere() {
        assert_eq!(shares(&[Wait { enters: 20, ..joined(10) }, joined(15)]), [(15, 0.0)]);
    }

    #[test]
    fn the_median_is_not_available_if_half_never_join() {
        let never = Wait { joined: false, ..joined(90) };
        let median_of = |waits: &[Wait]| median(&kaplan_meier(waits));
        assert_eq!(median_of(&[]), None);
        assert_eq!(median_of(&[joined(10), never]), None);
        assert_eq!(median_of(&[joined(10), joined(20), never]), Some(20.0));
        assert_eq!(median_of(&[joined(10), joined(20)]), Some(15.0), "one half from day 10 to day 20");
    }

    #[test]
    fn there_is_no_band_where_everybody_or_nobody_has_joined() {
        let last = kaplan_meier(&[joined(10)])[0];
        assert_eq!((last.std_error, last.log_band, last.log_log_band), (None, None, None));
        let first = kaplan_meier(&[Wait { joined: false, ..joined(1) }])[0];
        assert_eq!((first.std_error, first.log_band, first.log_log_band), (Some(0.0), None, None));
    }
}
