use proptest::prelude::*;

use super::*;
use crate::contingency::tests::any;

/// Tables (joint, margins, total) with the value of every measure in the order of [`ORDER`], computed
/// by an independent implementation in double precision.
const ORDER: [&str; 15] = [
    "pmi",
    "npmi",
    "log-likelihood",
    "chi-squared",
    "t-score",
    "collocation-z",
    "jaccard",
    "dice",
    "cosine",
    "overlap",
    "association-strength",
    "conditional-source",
    "conditional-target",
    "log-odds",
    "log-odds-se",
];

type Case = ([u64; 4], [Option<f64>; 15]);

#[rustfmt::skip]
#[expect(clippy::approx_constant, reason = "one reference value happens to be log2 of 10")]
const CASES: &[Case] = &[
    ([1, 1, 1, 1000], [Some(9.965784284662087), Some(1.0), Some(15.814510224465096), Some(1000.0), Some(0.999), Some(31.591153825082113), Some(1.0), Some(1.0), Some(1.0), Some(1.0), Some(1000.0), Some(1.0), Some(1.0), Some(8.69901462316851), Some(2.1604784578691802)]),
    ([1, 1, 1, 1000000], [Some(19.931568569324174), Some(1.0), Some(29.631020117550747), Some(1000000.0), Some(0.999999), Some(999.9989999999999), Some(1.0), Some(1.0), Some(1.0), Some(1.0), Some(1000000.0), Some(1.0), Some(1.0), Some(15.607269527192203), Some(2.160247130924415)]),
    ([1, 2, 50, 1000], [Some(3.321928094887362), Some(0.3333333333333333), Some(3.338647428308091), Some(8.543402594663009), Some(0.9), Some(2.8460498941515415), Some(0.0196078431372549), Some(0.038461538461538464), Some(0.1), Some(0.5), Some(10.0), Some(0.5), Some(0.02), Some(2.953962860677696), Some(1.163867921811862)]),
    ([5, 20, 15, 1000], [Some(4.058893689053568), Some(0.5310007917840209), Some(21.674653139681915), Some(76.28025829621191), Some(2.101903898849802), Some(8.580986734247602), Some(0.16666666666666666), Some(0.2857142857142857), Some(0.28867513459481287), Some(0.3333333333333333), Some(16.666666666666668), Some(0.25), Some(0.3333333333333333), Some(3.4903442137588114), Some(0.5853228192982618)]),
    ([50, 200, 150, 1000], [Some(0.7369655941662062), Some(0.170517782338397), Some(17.65185975416034), Some(19.607843137254903), Some(2.82842712474619), Some(3.6514837167011076), Some(0.16666666666666666), Some(0.2857142857142857), Some(0.28867513459481287), Some(0.3333333333333333), Some(1.6666666666666667), Some(0.25), Some(0.3333333333333333), Some(0.8496468903703149), Some(0.19448470113460042)]),
    ([0, 20, 15, 1000], [None, Some(-1.0), Some(-0.6107199768509872), Some(0.3107842121620222), None, Some(-0.5477225575051662), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.4182340112390604), Some(1.4540743961771965)]),
    ([10, 10, 10, 1000], [Some(6.643856189774724), Some(1.0), Some(112.00306870969273), Some(1000.0), Some(3.1306548835666956), Some(31.306548835666955), Some(1.0), Some(1.0), Some(1.0), Some(1.0), Some(100.0), Some(1.0), Some(1.0), Some(10.635879484421974), Some(2.023918893225144)]),
    ([30, 200, 150, 1000], [Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.09375), Some(0.17142857142857143), Some(0.17320508075688773), Some(0.2), Some(1.0), Some(0.15), Some(0.2), Some(0.01016945605060561), Some(0.22004601970232346)]),
    ([3, 400, 5, 1000], [Some(0.5849625007211562), Some(0.0697977496481363), Some(0.8151189934058123), Some(0.8375209380234505), Some(0.5773502691896258), Some(0.7071067811865475), Some(0.007462686567164179), Some(0.014814814814814815), Some(0.06708203932499368), Some(0.6), Some(1.5), Some(0.0075), Some(0.6), Some(0.7457038275248542), Some(0.8306027045229464)]),
    ([400, 700, 600, 1000], [Some(-0.07038932789139803), Some(-0.05324747099606481), Some(-8.043486460964232), Some(7.936507936507937), Some(-1.0), Some(-0.9759000729485332), Some(0.4444444444444444), Some(0.6153846153846154), Some(0.6172133998483676), Some(0.6666666666666666), Some(0.9523809523809523), Some(0.5714285714285714), Some(0.6666666666666666), Some(-0.40339050671434173), Some(0.14409179661345276)]),
    ([12, 34, 56, 789], [Some(2.3140262274266714), Some(0.383185505804881), Some(24.53845943438924), Some(42.84125387386508), Some(2.7674761952790425), Some(6.171341033328299), Some(0.15384615384615385), Some(0.26666666666666666), Some(0.2750095491084634), Some(0.35294117647058826), Some(4.972689075630252), Some(0.35294117647058826), Some(0.21428571428571427), Some(2.1840995634555935), Some(0.38512574042015907)]),
    ([20000, 30000, 25000, 1000000], [Some(4.7369655941662066), Some(0.8393136598250713), Some(132970.08418094506), Some(522424.8832496255), Some(136.1180553784104), Some(702.9106154649631), Some(0.5714285714285714), Some(0.7272727272727273), Some(0.7302967433402214), Some(0.8), Some(26.666666666666668), Some(0.6666666666666666), Some(0.8), Some(5.955712893536542), Some(0.01873526143863922)]),
];

#[test]
fn every_measure_agrees_with_its_reference_values() {
    for (cells, values) in CASES {
        let [n_ij, n_i, n_j, n] = *cells;
        let table = Contingency::new(n_ij, n_i, n_j, n).unwrap();
        for (name, expected) in ORDER.iter().zip(values) {
            let found = (measure(name).unwrap().compute)(&table);
            let agree = match (found, *expected) {
                (Some(found), Some(expected)) => (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                (found, expected) => found == expected,
            };
            assert!(agree, "{name} of {cells:?}: {found:?}, expected {expected:?}");
        }
    }
}

#[test]
fn every_measure_has_reference_values() {
    assert!(MEASURES.iter().all(|m| ORDER.contains(&m.name)));
}

#[test]
fn names_and_columns_are_unique() {
    let unique = |field: fn(&Measure) -> &'static str| {
        MEASURES.iter().map(field).collect::<std::collections::BTreeSet<_>>().len() == MEASURES.len()
    };
    assert!(unique(|m| m.name) && unique(|m| m.column));
    assert!(MEASURES.iter().all(|m| m.column == m.name.replace('-', "_")));
}

/// Measures whose value depends on which actor comes first.
const DIRECTED: [&str; 2] = ["conditional-source", "conditional-target"];

proptest! {
    #[test]
    fn values_are_finite_and_symmetric(table in any()) {
        for measure in MEASURES {
            let value = (measure.compute)(&table);
            prop_assert!(value.is_none_or(f64::is_finite), "{}: {:?}", measure.name, value);
            let swapped = (measure.compute)(&table.swapped());
            if !DIRECTED.contains(&measure.name) {
                let close = value.zip(swapped).is_none_or(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(1.0));
                prop_assert!(close && value.is_some() == swapped.is_some(), "{} is symmetric", measure.name);
            }
        }
    }

    #[test]
    fn shares_lie_between_0_and_1(table in any()) {
        for measure in MEASURES.iter().filter(|m| m.range == "0 to 1") {
            let value = (measure.compute)(&table);
            prop_assert!(value.is_none_or(|v| (0.0..=1.0).contains(&v)), "{}: {:?}", measure.name, value);
        }
        let npmi = (measure("npmi").unwrap().compute)(&table);
        prop_assert!(npmi.is_none_or(|v| (-1.0 - 1e-12..=1.0 + 1e-12).contains(&v)), "npmi: {:?}", npmi);
    }

    #[test]
    fn a_further_joint_context_never_weakens_the_tie(table in any()) {
        let Some(more) = Contingency::new(table.n_ij() + 1, table.n_i(), table.n_j(), table.n()) else {
            return Ok(());
        };
        for name in ["pmi", "jaccard", "dice", "cosine", "overlap", "association-strength", "log-odds", "t-score"] {
            let compute = measure(name).unwrap().compute;
            if let (Some(before), Some(after)) = (compute(&table), compute(&more)) {
                prop_assert!(after >= before - 1e-12, "{name}: {before} then {after}");
            }
        }
    }
}
