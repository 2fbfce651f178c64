//! Worlds in which actors are named independently of each other but for what a scenario builds in.

use newsloom_score::curveball;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const N_ACTORS: u32 = 120;
const N_STORIES: usize = 2_000;
const N_WEEKS: u32 = 52;
const N_OUTLETS: u32 = 6;
const N_TOPICS: u32 = 8;
/// Actors that a story names on average, before scenarios change it.
const MEAN_ACTORS: f64 = 4.0;
const N_PLANTED: u32 = 40;
/// A story about one of a planted pair names the other with this probability more.
const TIE: f64 = 0.12;

/// What a world has that the models may not know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Twist {
    None,
    /// Margins fixed instead of expected.
    Curveball,
    Bursts,
    Outlets,
    Topics,
    /// Mentions of an actor in a run of sentences instead of anywhere.
    Runs,
    /// First sentences name more.
    Lead,
    Copies,
}

/// A family of worlds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    /// Standard deviation of the logarithm of how much stories name.
    sd_size: f64,
    twist: Twist,
}

impl Scenario {
    /// Whether actors go together for a reason that is none of the pair's own.
    pub(crate) fn is_confounded(&self) -> bool {
        matches!(self.twist, Twist::Bursts | Twist::Outlets | Twist::Topics | Twist::Copies)
    }
}

#[rustfmt::skip]
pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario { name: "sizes-0", meaning: "independent actors, stories alike", sd_size: 0.0, twist: Twist::None },
    Scenario { name: "sizes-0.5", meaning: "independent actors, sd(log) of how much a story names .5", sd_size: 0.5, twist: Twist::None },
    Scenario { name: "sizes-1.0", meaning: "the same with sd(log) 1.0", sd_size: 1.0, twist: Twist::None },
    Scenario { name: "fixed-margins", meaning: "the matrix of sizes-1.0 shuffled by the curveball algorithm", sd_size: 1.0, twist: Twist::Curveball },
    Scenario { name: "bursts", meaning: "half of the actors named six times as often in the same six weeks", sd_size: 0.5, twist: Twist::Bursts },
    Scenario { name: "outlets", meaning: "six outlets, each naming each actor more or less, sd(log) 1.0", sd_size: 0.5, twist: Twist::Outlets },
    Scenario { name: "topics", meaning: "eight topics, an actor five times as often in stories of two of them", sd_size: 0.5, twist: Twist::Topics },
    Scenario { name: "runs", meaning: "an actor's mentions stand in neighbouring sentences", sd_size: 0.5, twist: Twist::Runs },
    Scenario { name: "lead", meaning: "first sentences name more actors than last ones", sd_size: 0.5, twist: Twist::Lead },
    Scenario { name: "missed-copies", meaning: "one story in ten counted twice, one in fifty five times", sd_size: 0.5, twist: Twist::Copies },
];

/// A story: when, by whom, and which actors each of its sentences names.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) month: u32,
    pub(crate) week: u32,
    pub(crate) outlet: u32,
    /// Sentences with the actors of each, sorted; empty where only the whole story is known.
    pub(crate) sentences: Vec<Vec<u32>>,
    /// The actors of the story, sorted.
    pub(crate) actors: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) n_actors: u32,
    pub(crate) stories: Vec<Story>,
    scenario: Option<Scenario>,
}

impl World {
    /// A world without sentences.
    pub(crate) fn of(n_actors: u32, stories: Vec<Story>) -> Self {
        Self { n_actors, stories, scenario: None }
    }

    pub(crate) fn new(scenario: &Scenario, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let rates = Rates::new(scenario, &mut rng);
        let mut stories: Vec<Story> = (0..N_STORIES).map(|_| rates.story(scenario, &mut rng)).collect();
        if scenario.twist == Twist::Curveball {
            let world = Self { n_actors: N_ACTORS, stories, scenario: None };
            return world.shuffled(seed);
        }
        if scenario.twist == Twist::Copies {
            for at in 0..N_STORIES {
                let n = [4, 1, 1, 1, 1, 1].get(rng.random_range(0..50usize)).copied().unwrap_or(0);
                stories.extend(std::iter::repeat_n(stories[at].clone(), n));
            }
        }
        Self { n_actors: N_ACTORS, stories, scenario: Some(*scenario) }
    }

    pub(crate) fn has_sentences(&self) -> bool {
        self.scenario.is_some()
    }

    /// A draw from all matrices with the same margins of actors and stories.
    pub(crate) fn shuffled(&self, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x5bd1);
        let mut rows = vec![Vec::new(); self.n_actors as usize];
        for (at, story) in (0..).zip(&self.stories) {
            for actor in &story.actors {
                rows[*actor as usize].push(at);
            }
        }
        let n_trades = 20 * rows.len();
        curveball(&mut rows, n_trades, |n| rng.random_range(0..n));
        let mut stories = self.stories.clone();
        for story in &mut stories {
            story.actors.clear();
            story.sentences.clear();
        }
        for (actor, row) in (0..).zip(&rows) {
            for at in row {
                stories[*at as usize].actors.push(actor);
            }
        }
        Self { n_actors: self.n_actors, stories, scenario: None }
    }

    /// The same world with pairs that are tied, and the pairs; `None` without sentences.
    pub(crate) fn with_planted(&self, seed: u64) -> Option<(Self, Vec<(u32, u32)>)> {
        self.scenario?;
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x7a11);
        let pairs: Vec<(u32, u32)> = (0..N_PLANTED).map(|n| (n, n + 40)).collect();
        let mut planted = self.clone();
        for story in &mut planted.stories {
            for (i, j) in &pairs {
                let named: Vec<usize> =
                    (0..story.sentences.len()).filter(|s| story.sentences[*s].contains(i)).collect();
                if !named.is_empty() && !story.actors.contains(j) && rng.random::<f64>() < TIE {
                    let sentence = named[rng.random_range(0..named.len())];
                    story.sentences[sentence].push(*j);
                    story.sentences[sentence].sort_unstable();
                    story.actors.push(*j);
                    story.actors.sort_unstable();
                }
            }
        }
        Some((planted, pairs))
    }
}

/// How often each actor is named, and what that depends on.
struct Rates {
    actor: Vec<f64>,
    by_outlet: Vec<Vec<f64>>,
    bursting: Vec<bool>,
    topics: Vec<[u32; 2]>,
}

impl Rates {
    fn new(scenario: &Scenario, rng: &mut ChaCha8Rng) -> Self {
        let zipf: Vec<f64> = (0..N_ACTORS).map(|rank| 1.0 / (f64::from(rank) + 4.0)).collect();
        let scale = MEAN_ACTORS / zipf.iter().sum::<f64>();
        let sd = if scenario.twist == Twist::Outlets { 1.0 } else { 0.0 };
        let topic = |rng: &mut ChaCha8Rng| rng.random_range(0..N_TOPICS);
        Self {
            actor: zipf.iter().map(|z| z * scale).collect(),
            by_outlet: (0..N_OUTLETS).map(|_| (0..N_ACTORS).map(|_| log_normal(sd, rng)).collect()).collect(),
            bursting: (0..N_ACTORS).map(|_| rng.random()).collect(),
            topics: (0..N_ACTORS).map(|_| [topic(rng), topic(rng)]).collect(),
        }
    }

    fn story(&self, scenario: &Scenario, rng: &mut ChaCha8Rng) -> Story {
        let (week, outlet) = (rng.random_range(0..N_WEEKS), rng.random_range(0..N_OUTLETS));
        let topic = rng.random_range(0..N_TOPICS);
        let size = log_normal(scenario.sd_size, rng);
        // A week in eight and a half is a busy one.
        let is_busy = scenario.twist == Twist::Bursts && week % 9 == 4;
        let n_sentences = (10.0 * log_normal(0.4, rng)).round().max(3.0);
        let mut sentences = vec![Vec::new(); 3];
        while (sentences.len() as f64) < n_sentences {
            sentences.push(Vec::new());
        }
        let mut actors = Vec::new();
        for actor in 0..N_ACTORS {
            let a = actor as usize;
            let burst = if is_busy && self.bursting[a] { 6.0 } else { 1.0 };
            let on_topic = scenario.twist == Twist::Topics && self.topics[a].contains(&topic);
            let rate = self.actor[a] * self.by_outlet[outlet as usize][a] * size * burst;
            let rate = rate * if on_topic { 5.0 } else { 1.0 };
            if rng.random::<f64>() < -(-rate).exp_m1() {
                actors.push(actor);
                place(actor, scenario, &mut sentences, rng);
            }
        }
        Story { month: week * 12 / N_WEEKS, week, outlet, sentences, actors }
    }
}

/// Names an actor in one or more sentences of a story.
fn place(actor: u32, scenario: &Scenario, sentences: &mut [Vec<u32>], rng: &mut ChaCha8Rng) {
    let n = sentences.len();
    let mut times = 1;
    while times < n && rng.random::<f64>() < 0.5 {
        times += 1;
    }
    if scenario.twist == Twist::Runs {
        let start = rng.random_range(0..=n - times);
        sentences[start..start + times].iter_mut().for_each(|s| s.push(actor));
        return;
    }
    while times > 0 {
        let mut at = rng.random_range(0..n);
        if scenario.twist == Twist::Lead {
            at = at.min(rng.random_range(0..n));
        }
        if sentences[at].last() != Some(&actor) {
            sentences[at].push(actor);
            times -= 1;
        }
    }
}

/// A log-normal draw of mean 1.
fn log_normal(sd: f64, rng: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - rng.random::<f64>()).ln()).sqrt();
    let normal = radius * (std::f64::consts::TAU * rng.random::<f64>()).cos();
    (sd * normal - sd * sd / 2.0).exp()
}
