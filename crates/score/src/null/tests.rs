use proptest::prelude::*;

use super::*;

/// Degrees with the number of actors, sizes with the number of units, of a matrix of 39 × 52.
const DEGREES: [(u64, u64); 12] =
    [(1, 7), (2, 6), (3, 5), (4, 4), (5, 4), (6, 3), (10, 2), (11, 3), (12, 1), (13, 1), (14, 2), (15, 1)];
const SIZES: [(u64, u64); 10] =
    [(1, 6), (2, 12), (3, 9), (4, 7), (5, 6), (6, 3), (7, 4), (8, 3), (9, 1), (15, 1)];

/// Degrees of two actors, joint count, expected joint count and its upper tail.
type Case = ((u64, u64), u64, f64, f64);

/// By the Python package bicm 3.4 (Newton's method, to 1e-8) and convolution in 15 digits.
const BICM: [Case; 11] = [
    ((1, 1), 1, 0.03531411938313438, 0.0347898235309618),
    ((2, 15), 1, 0.8165963765549392, 0.568245519695527),
    ((10, 14), 1, 3.5678414436778687, 0.980429856274797),
    ((10, 14), 3, 3.5678414436778687, 0.716357115012993),
    ((10, 14), 8, 3.5678414436778687, 0.0184767455271871),
    ((14, 15), 1, 5.147827654295865, 0.997092996461947),
    ((14, 15), 3, 5.147827654295865, 0.914186549734602),
    ((14, 15), 8, 5.147827654295865, 0.124442360883253),
    // A second actor of degree 15: the formula does not ask whether there is one.
    ((15, 15), 1, 5.4762604535641435, 0.998065515313054),
    ((15, 15), 3, 5.4762604535641435, 0.935039900321517),
    ((15, 15), 8, 5.4762604535641435, 0.16303898493162),
];

/// By products over single actors in numpy, solved to 1e-12, and convolution in 15 digits.
const CONDITIONAL: [Case; 13] = [
    ((1, 1), 1, 0.028918356553573464, 0.0285748797886686),
    ((2, 15), 1, 0.7054127717222071, 0.516077815488307),
    ((10, 14), 1, 3.1120339835080557, 0.967842386751697),
    ((10, 14), 3, 3.1120339835080557, 0.622251201251077),
    ((10, 14), 8, 3.1120339835080557, 0.00755818382260189),
    ((5, 5), 1, 0.6346452921375086, 0.481629750420864),
    ((5, 5), 3, 0.6346452921375086, 0.0219363240346187),
    ((14, 15), 1, 4.526051432687781, 0.99415006079056),
    ((14, 15), 3, 4.526051432687781, 0.861216636346124),
    ((14, 15), 8, 4.526051432687781, 0.0652809426026212),
    ((14, 14), 1, 4.248885917828212, 0.991788481364282),
    ((14, 14), 3, 4.248885917828212, 0.828038953393759),
    ((14, 14), 8, 4.248885917828212, 0.046864891745298),
];

fn margins() -> Margins {
    Margins::from_counts(DEGREES, SIZES).unwrap()
}

fn fit(name: &str, margins: &Margins) -> Fit {
    (presence_model(name).unwrap().fit)(margins)
}

/// The sum of expected joint counts over all pairs of actors.
fn n_expected(fit: &Fit, degrees: &[u64]) -> f64 {
    let pairs = (0..degrees.len()).flat_map(|i| (0..i).map(move |j| (degrees[i], degrees[j])));
    pairs.map(|(d_i, d_j)| fit.joint_count(d_i, d_j).expected()).sum()
}

#[test]
fn models_agree_with_independent_implementations() {
    for (name, cases, tolerance) in [("sdsm", &BICM[..], 1e-7), ("size-conditional", &CONDITIONAL[..], 1e-9)]
    {
        let fit = fit(name, &margins());
        assert!(fit.residual() <= 1e-10, "{name}: {}", fit.residual());
        for ((d_i, d_j), k, expected, p) in cases {
            let count = fit.joint_count(*d_i, *d_j);
            let found = count.expected();
            assert!(
                (found / expected - 1.0).abs() < tolerance,
                "{name} {d_i} {d_j}: {expected}, found {found}"
            );
            // Tails of large counts are approximate by design: the rest is held to the tolerance.
            let (found, tolerance) = (count.upper(*k), if *k > 6 { 0.01 } else { tolerance });
            assert!((found / p - 1.0).abs() < tolerance, "{name} {d_i} {d_j} at {k}: {p}, found {found}");
            assert_eq!(fit.joint_count(*d_j, *d_i), count);
        }
    }
}

#[test]
fn exact_sizes_expect_as_many_pairs_as_there_are() {
    let degrees: Vec<u64> = DEGREES.iter().flat_map(|(d, n)| (0..*n).map(|_| *d)).collect();
    let observed = margins().n_joint() as f64;
    let total = |name| n_expected(&fit(name, &margins()), &degrees);
    assert!((total("size-conditional") / observed - 1.0).abs() < 1e-9);
    assert!(total("sdsm") > 1.1 * observed, "known to expect too many");
    assert!(total("hypergeometric") < 0.95 * observed, "known to expect too few");
}

#[test]
fn an_actor_in_every_unit_leaves_no_freedom() {
    let margins = Margins::new([4, 2, 1, 1], [4, 2, 1, 1]).unwrap();
    for name in ["sdsm", "size-conditional"] {
        let fit = fit(name, &margins);
        let count = fit.joint_count(4, 2);
        assert!((count.expected() - 2.0).abs() < 1e-3, "{name}: {}", count.expected());
        assert!(count.upper(2) > 0.99, "{name}: {}", count.upper(2));
    }
}

#[test]
fn nobody_named_and_one_actor_alone() {
    for model in PRESENCE_MODELS {
        let empty = (model.fit)(&Margins::new([], [0, 0]).unwrap());
        assert_eq!(empty.joint_count(0, 0).upper(1), 0.0, "{}", model.name);
        let alone = (model.fit)(&Margins::new([3], [1, 1, 1]).unwrap());
        assert!(alone.joint_count(3, 0).expected() == 0.0, "{}", model.name);
    }
}

#[test]
fn tests_are_remembered_and_strata_add_up() {
    let strata = Strata::fit(presence_model("size-conditional").unwrap(), &[margins(), margins()]);
    let mut tests = PairTests::new(&strata);
    let (i, j) = ([(0, 10), (1, 2)], [(0, 14), (1, 15)]);
    let first = tests.test(&i, &j, 5);
    assert_eq!(tests.test(&j, &i, 5), first);
    assert!((first.expected - 3.1120339835080557 - 0.7054127717222071).abs() < 1e-8);
    for k in [0, 1, 2, 5, 7, 8, 12] {
        let (test, count) = (tests.test(&i, &j, k), strata.joint_count(&i, &j));
        for (found, expected) in [(test.p, count.upper(k)), (test.p_mid, count.upper_mid(k))] {
            assert!((found / expected - 1.0).abs() < 1e-9, "{k}: {expected}, found {found}");
        }
    }
    assert_eq!(tests.test(&i[..1], &j[1..], 0).expected, 0.0);
}

/// Rows of a random matrix of a few actors.
fn matrix() -> impl Strategy<Value = Vec<Vec<bool>>> {
    (2..9usize, 2..14usize).prop_flat_map(|(actors, units)| {
        prop::collection::vec(prop::collection::vec(prop::bool::weighted(0.35), units), actors)
    })
}

proptest! {
    #[test]
    fn any_matrix_can_be_fitted(matrix in matrix()) {
        let degrees: Vec<u64> = matrix.iter().map(|row| row.iter().filter(|x| **x).count() as u64).collect();
        let size = |u: usize| matrix.iter().filter(|row| row[u]).count() as u64;
        let margins = Margins::new(degrees.clone(), (0..matrix[0].len()).map(size)).unwrap();
        for model in PRESENCE_MODELS {
            let fit = (model.fit)(&margins);
            for d_i in degrees.iter().filter(|d| **d > 0) {
                for d_j in degrees.iter().filter(|d| **d > 0) {
                    let count = fit.joint_count(*d_i, *d_j);
                    let bound = (*d_i).min(*d_j) as f64 + 0.05;
                    prop_assert!(count.expected() >= 0.0 && count.expected() <= bound, "{}: {count:?}", model.name);
                    prop_assert!((0.0..=1.0).contains(&count.upper(2)));
                }
            }
        }
        let fit = fit("size-conditional", &margins);
        if fit.residual() < 1e-9 {
            let observed = margins.n_joint() as f64;
            prop_assert!((n_expected(&fit, &degrees) - observed).abs() < 1e-6 * (1.0 + observed));
        }
    }
}
