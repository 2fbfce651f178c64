use proptest::prelude::*;

use super::*;

fn law(classes: &[(u64, f64)]) -> JointCount {
    let mut count = JointCount::default();
    for (n, p) in classes {
        count.add(Trials { n: *n, p: *p });
    }
    count
}

/// |Δ log10 p| that is promised wherever p < .1.
const PROMISED: f64 = 0.005;

type Case = (&'static [(u64, f64)], &'static [(u64, f64)]);

/// Classes of trials, and counts with the upper tail by convolution in 60 digits.
#[rustfmt::skip]
const EXACT: &[Case] = &[
    (&[(60, 0.1)], &[(1, 0.99820298970008557), (2, 0.98622292103398937), (6, 0.56283412926287331), (10, 0.073065510083699059), (12, 0.014584685197437086), (17, 5.6301502829922175e-5), (23, 5.7062243861415122e-9), (31, 5.9896327432146786e-16), (44, 2.8858989036463022e-31), (60, 1.0000000000000033e-60)]),
    (&[(200, 0.02), (20, 0.5)], &[(1, 0.99999998322682704), (2, 0.99999957930143749), (14, 0.55762596695467156), (18, 0.12129331374144509), (22, 0.0079147068120987154), (26, 0.00016118121250658489), (33, 1.5142341030689911e-8), (42, 2.3247817794885899e-15), (58, 6.5184839838670763e-31), (82, 2.4402068152509105e-60), (109, 2.8576793918273746e-100)]),
    (&[(400, 0.001), (150, 0.004), (60, 0.02), (20, 0.06), (5, 0.2)], &[(1, 0.98960875457141355), (2, 0.94020985886239745), (5, 0.45111464234492863), (8, 0.071498076911055163), (10, 0.011819547977282893), (14, 0.00010273472787452142), (20, 8.3599446535799173e-9), (28, 1.0996256263184457e-15), (42, 1.216594351014167e-30), (65, 4.9003139097458183e-61), (90, 4.0303575552350197e-100)]),
    (&[(40, 0.3), (30, 0.6), (10, 0.9)], &[(1, 1.0), (2, 1.0), (39, 0.54781253643459733), (45, 0.087919345321613947), (49, 0.0097531538772740492), (55, 6.6680822222804286e-5), (62, 1.1079011516215492e-8), (71, 4.9250797038538134e-16), (80, 9.3715795214040266e-29)]),
    (&[(30, 0.95), (10, 0.99), (60, 0.01)], &[(1, 1.0), (2, 1.0), (39, 0.65878642974790407), (41, 0.1338532311897112), (43, 0.0054670671421555233), (45, 7.8064672829117533e-5), (48, 3.4435795667500225e-8), (54, 2.3045283662445071e-16), (63, 3.2632534230273174e-31), (78, 2.2364363429257915e-61), (94, 9.1765192854649823e-102)]),
    (&[(900, 0.0005), (100, 0.003)], &[(1, 0.52789952228839863), (2, 0.17329171932258912), (4, 0.0072361982081471801), (6, 0.00012760524854387505), (10, 7.280777023311915e-9), (15, 4.1901493510461155e-15), (26, 3.6898836292287236e-31), (43, 5.9737322569819932e-60), (64, 7.7614159275779862e-100)]),
    (&[(300, 0.01), (40, 0.1), (3, 0.8)], &[(1, 0.99999420105828311), (2, 0.99988126813272594), (10, 0.46506281758140646), (13, 0.12342087629715238), (17, 0.0070927161444412143), (21, 0.00013631754173909746), (28, 1.5179021817883956e-8), (38, 7.0662760781197085e-16), (54, 8.7594927441294021e-31), (80, 2.9870527235368031e-61), (108, 1.2211303575083574e-100)]),
];

#[test]
fn convolution_agrees_with_sixty_digits() {
    for (classes, tails) in EXACT {
        for (k, exact) in *tails {
            let found = law(classes).exact_upper(*k);
            assert!((found / exact - 1.0).abs() < 1e-11, "{classes:?} at {k}: {exact:e}, found {found:e}");
        }
    }
}

#[test]
fn tails_keep_their_promise_however_far() {
    for (classes, tails) in EXACT {
        for (k, exact) in *tails {
            let off = (law(classes).upper(*k) / exact).log10().abs();
            let promised = if *exact < 0.1 { PROMISED } else { 0.02 };
            assert!(off < promised, "{classes:?} at {k}: {exact:e}, off by {off} in log10");
        }
    }
}

#[test]
fn a_sum_of_overlaps_is_their_convolution() {
    let mut count = JointCount::default();
    count.add_draws(2, 2, 4);
    count.add_draws(1, 3, 6);
    // (1/6, 4/6, 1/6) with (1/2, 1/2).
    for (k, twelfths) in [(1, 11.0), (2, 6.0), (3, 1.0)] {
        assert!((count.upper(k) - twelfths / 12.0).abs() < 1e-14);
    }
    assert_eq!((count.expected(), count.highest(), count.upper(4)), (1.5, 3, 0.0));
    assert!((count.variance() - (1.0 / 3.0 + 0.25)).abs() < 1e-14);
}

#[test]
fn one_overlap_is_the_hypergeometric_test() {
    let mut count = JointCount::default();
    count.add_draws(20, 15, 1_000);
    assert!((count.upper(5) / 4.971_664_773_591_243e-6 - 1.0).abs() < 1e-9);
    assert!((count.exact_upper(5) / 4.971_664_773_591_243e-6 - 1.0).abs() < 1e-12);
}

#[test]
fn nothing_possible_is_impossible() {
    let count = law(&[(2_000, 1e-5)]);
    assert_eq!(count.upper(300), f64::MIN_POSITIVE);
    assert_eq!(count.upper(2_001), 0.0);
    assert_eq!(JointCount::default().upper(0), 1.0);
}

fn classes() -> impl Strategy<Value = Vec<(u64, f64)>> {
    let class = (1..150u64, -5.0..-0.05f64).prop_map(|(n, log10)| (n, 10f64.powf(log10)));
    prop::collection::vec(class, 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn saddlepoint_and_convolution_agree(classes in classes(), reach in 0.0..1.0f64) {
        let count = law(&classes);
        let (mean, highest) = (count.expected(), count.highest());
        // Counts from the mean to all, most of them near the mean.
        let share = mean / highest as f64;
        let share = share + reach.powi(3) * (1.0 - share);
        let k = (1..highest).find(|k| *k as f64 >= share * highest as f64).unwrap_or(highest);
        let (found, exact) = (count.upper(k), count.exact_upper(k));
        if exact < 0.1 && exact > 1e-290 {
            let off = (found / exact).log10().abs();
            prop_assert!(off < PROMISED, "{classes:?} at {k}: {exact:e}, off by {off} in log10");
        } else if exact >= 0.1 {
            prop_assert!((found / exact).log10().abs() < 0.02, "{classes:?} at {k}: {exact}, found {found}");
        }
    }

    #[test]
    fn tails_fall_and_stay_probabilities(classes in classes(), k in 0..60u64) {
        let count = law(&classes);
        let (p, next) = (count.upper(k), count.upper(k + 1));
        prop_assert!((0.0..=1.0).contains(&p));
        prop_assert!(next <= p * 1.001, "{k}: {p}, then {next}");
        prop_assert!(next <= count.upper_mid(k) * 1.001 && count.upper_mid(k) <= p * 1.001);
    }

    #[test]
    fn moments_are_those_of_the_law(classes in prop::collection::vec((1..20u64, 0.001..0.999f64), 1..5)) {
        let count = law(&classes);
        let tails: Vec<f64> = (1..=count.highest()).map(|k| count.exact_upper(k)).collect();
        // E X = Σ P(X ≥ k), E X² = Σ (2k − 1) P(X ≥ k).
        let mean: f64 = tails.iter().sum();
        let square: f64 = tails.iter().zip(1..).map(|(p, k)| p * f64::from(2 * k - 1)).sum();
        prop_assert!((mean - count.expected()).abs() < 1e-9);
        prop_assert!((square - mean * mean - count.variance()).abs() < 1e-7);
    }
}

proptest! {
    #[test]
    fn sums_tell_what_they_tell_within_two_hundredths(classes in classes(), k in 1..200u64) {
        let count = law(&classes);
        if let Some(found) = Sums::of(count.trials()).upper(k).filter(|_| k <= count.highest()) {
            let exact = count.exact_upper(k);
            let tolerance = if k <= EXACT_UP_TO { 1e-5 } else { 0.02 };
            prop_assert!((found / exact - 1.0).abs() < tolerance, "{classes:?} at {k}: {exact}, found {found}");
        }
    }
}
