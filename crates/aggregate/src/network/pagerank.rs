use super::Network;

/// Chance of following an edge rather than starting anew.
const DAMPING: f64 = 0.85;
/// Sum of changes below which the shares are taken as final.
const TOLERANCE: f64 = 1e-12;
const MAX_ROUNDS: usize = 1_000;

/// The `PageRank` of every node, by weight, with damping 0.85; sums to 1.
///
/// Brin and Page 1998, Computer Networks 30. Nodes without an edge start anew everywhere.
///
/// ```
/// use newsloom_aggregate::network::{Network, pagerank};
/// let star = Network::new(3, [(0, 1, 1), (0, 2, 1)]);
/// let shares = pagerank(&star);
/// assert!((shares[0] - 0.486_486_486).abs() < 1e-8 && (shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
/// ```
pub fn pagerank(network: &Network) -> Vec<f64> {
    let n = network.n_nodes();
    let strengths: Vec<f64> = (0..n).map(|v| network.strength(v) as f64).collect();
    let mut shares = vec![1.0 / n.max(1) as f64; n];
    for _ in 0..MAX_ROUNDS {
        let loose: f64 = (0..n).filter(|v| strengths[*v] == 0.0).map(|v| shares[v]).sum();
        let base = (1.0 - DAMPING + DAMPING * loose) / n as f64;
        let from = |(u, weight): &(usize, u64)| shares[*u] * *weight as f64 / strengths[*u];
        let next: Vec<f64> =
            (0..n).map(|v| base + DAMPING * network.neighbours(v).iter().map(from).sum::<f64>()).collect();
        let change: f64 = next.iter().zip(&shares).map(|(a, b)| (a - b).abs()).sum();
        shares = next;
        if change < TOLERANCE {
            break;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::sample;

    const REFERENCE: [f64; 20] = [
        0.0390785724350618,
        0.0705106733916803,
        0.0431283302885133,
        0.045596271347675,
        0.0404982176377609,
        0.0442246018279883,
        0.063932863386399,
        0.0533582917410382,
        0.0212231708616915,
        0.115814976248236,
        0.0751920970863875,
        0.064464236705807,
        0.0279302264630598,
        0.0537167455483552,
        0.0265278861109826,
        0.0449719340858797,
        0.0343506625772051,
        0.0573326743130243,
        0.0445420436387832,
        0.0336055243044715,
    ];

    #[test]
    fn agrees_with_networkx() {
        // networkx 3.6.1, pagerank(weight="weight", tol=1e-13).
        for (found, expected) in pagerank(&sample::network()).iter().zip(REFERENCE) {
            assert!((found - expected).abs() < 1e-10, "{found} {expected}");
        }
    }

    #[test]
    fn no_node_is_no_share() {
        assert!(pagerank(&Network::default()).is_empty());
    }
}
