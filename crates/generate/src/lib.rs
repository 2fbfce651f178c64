//! Seeded corpora with known truth, for tests, benches and demonstration
