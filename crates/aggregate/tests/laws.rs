//! Laws that every tally keeps, whatever it counts.

use std::collections::BTreeMap;

use jiff::civil::Date;
use newsloom_aggregate::{
    ActorPeriod, ClusterFacts, CountedArticle, EdgeSet, Finished, Names, NetworkOptions, Numbers, OneByOne,
    Period, PeriodEdge, SeriesOptions, SignificanceOptions, Stratification, TableOptions, Tally, Universe,
    Verdicts,
    network::LeidenOptions,
    placed,
    series::{BurstOptions, ChangePointOptions},
};
use newsloom_corpus::{
    Actor, ActorId, ActorType, Actors, Claim, Role,
    table::{
        ActorPeriodRow, ActorRow, ActorWeekRow, CoMentionGroupRow, CoMentionPeriodRow, CoMentionRow,
        CoMentionWeekRow, CoverageRow, Extended,
    },
};
use newsloom_score::{ActorContext, MEASURES, Question, correction, presence_model, wholes};
use proptest::prelude::*;

/// An article of the tests: its day, outlet, whether it stands for its cluster, the actors of its contexts.
#[derive(Debug, Clone)]
struct Story {
    day: Option<i32>,
    outlet: u32,
    is_representative: bool,
    contexts: Vec<Vec<u32>>,
}

const N_ACTORS: u32 = 6;

fn story(day: i32, contexts: &[&[u32]]) -> Story {
    let contexts = contexts.iter().map(|c| c.to_vec()).collect();
    Story { day: Some(day), outlet: 0, is_representative: true, contexts }
}

fn date(day: i32) -> Date {
    Date::constant(2019, 12, 23).saturating_add(jiff::Span::new().days(day))
}

/// Six actors; the first belongs to the second.
fn actors() -> Actors {
    let actor = |n: u32| Actor {
        id: format!("other:{n}").into(),
        name: format!("Actor {n}").into(),
        kind: ActorType::Other,
        country: None,
        wikidata: None,
    };
    let parent = Role {
        actor: ActorId(0),
        role: Role::PARENT.into(),
        of: ActorId(1),
        claim: Claim::Recognised,
        start: None,
        end: None,
    };
    Actors::new((0..N_ACTORS).map(actor).collect(), vec![parent])
}

fn tally<'a>(stories: impl IntoIterator<Item = &'a Story>) -> Tally {
    let actors = actors();
    let mut tally = Tally::default();
    for story in stories {
        add(&mut tally, &actors, story);
    }
    tally
}

fn add(tally: &mut Tally, actors: &Actors, story: &Story) {
    let mut n_mentions: BTreeMap<ActorId, u32> = BTreeMap::new();
    let mut contexts = Vec::new();
    for (sentence, list) in (0..).zip(&story.contexts) {
        let mut ids: Vec<ActorId> = list.iter().map(|a| ActorId(*a)).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in &ids {
            *n_mentions.entry(*id).or_default() += 1;
        }
        let actors = ids.into_iter().map(|id| (id, 0)).collect::<Vec<_>>();
        if !actors.is_empty() {
            contexts.push(ActorContext { is_title: false, paragraph: 0, sentence, actors });
        }
    }
    let date = story.day.map(date);
    let named: Vec<(ActorId, u32)> = n_mentions.into_iter().collect();
    let wholes: Vec<Vec<ActorId>> = named.iter().map(|(a, _)| wholes(actors, *a, date)).collect();
    let n_contexts = story.contexts.len() as u64;
    tally.add(&CountedArticle {
        outlet: story.outlet,
        language: 0,
        group: story.outlet,
        date,
        n_chars_kept: 100,
        is_set_aside: false,
        cluster: story.is_representative.then_some(ClusterFacts { day: date, n_contexts }),
        contexts: &contexts,
        named: &named,
        wholes: &wholes,
    });
}

fn options() -> TableOptions {
    TableOptions {
        universe: Universe::WithActor,
        measures: MEASURES.iter().collect(),
        significance: SignificanceOptions {
            model: presence_model("size-conditional").expect("a model"),
            strata: Stratification { period: Some(Period::Month), by_outlet: false },
            test: Question::Presence,
            is_mid_p: false,
            correction: correction("benjamini-hochberg").expect("a correction"),
            level: 0.05,
            min_units: 1,
        },
        min_articles: 1,
        min_joint: 1,
        series: SeriesOptions {
            periods: vec![Period::Day, Period::Month],
            is_balanced: false,
            bursts: BurstOptions { scale: 2.0, gamma: 1.0 },
            change_points: ChangePointOptions { penalty: 3.0, min_segment: 3 },
        },
        network: NetworkOptions {
            edges: EdgeSet::All,
            min_weight: 1,
            min_clusters: 1,
            communities: LeidenOptions { resolution: 1_000, seed: 1 },
        },
        context: "sentence",
        counting: "cluster",
        level: "actor",
    }
}

/// Runs `look` with the names that tables are made with.
fn with_names<T>(look: impl FnOnce(&Names<'_>) -> T) -> T {
    let actors = actors();
    let outlets = [None, Some("A".to_owned()), Some("B".to_owned())];
    let languages = ["en".to_owned()];
    let group_columns = ["ownership".to_owned()];
    let groups = ["private", "private", "state"].map(|value| vec![value.to_owned()]);
    look(&Names {
        actors: &actors,
        outlets: &outlets,
        languages: &languages,
        group_columns: &group_columns,
        groups: &groups,
    })
}

/// The tables of a tally.
fn tables_of(finished: &Finished, names: &Names<'_>, options: &TableOptions) -> Counted {
    Counted::of(finished, names, options)
}

fn comentions(finished: &Finished, names: &Names<'_>, options: &TableOptions) -> Vec<Extended<CoMentionRow>> {
    Counted::of(finished, names, options).pairs
}

/// All tables as text, to compare runs.
fn tables(finished: &Finished) -> String {
    with_names(|names| {
        let options = options();
        let tests = finished.tested((names, &options), &OneByOne, |_| ());
        let network = finished.network(options.network, &Verdicts::of(finished, &tests, &options));
        format!("{:?}\n{:?}", tables_of(finished, names, &options), finished.notes(&options, &network))
    })
}

fn stories() -> impl Strategy<Value = Vec<Story>> {
    let contexts = prop::collection::vec(prop::collection::vec(0..N_ACTORS, 0..4), 0..5);
    let story = (prop::option::weighted(0.8, 0..40i32), 0..3u32, prop::bool::weighted(0.7), contexts);
    let story = story.prop_map(|(day, outlet, is_representative, contexts)| Story {
        day,
        outlet,
        is_representative,
        contexts,
    });
    prop::collection::vec(story, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn neither_order_nor_partition_matters(stories in stories(), cut in 0..25usize) {
        let whole = tables(&tally(&stories).finish());
        let cut = cut.min(stories.len());
        let mut parts = tally(stories[cut..].iter().rev());
        // The other part is counted on another machine.
        let sent = postcard::to_allocvec(&tally(&stories[..cut])).expect("a tally is plain data");
        parts.merge(postcard::from_bytes(&sent).expect("what was written can be read"));
        prop_assert_eq!(whole, tables(&parts.finish()));
    }

    /// Stories of outlets 1 and 2, counted as 0 and 1 where they were read.
    #[test]
    fn numbers_of_ones_own_do_not_matter(stories in stories()) {
        let known: Vec<Story> = stories.iter().filter(|story| story.outlet > 0).cloned().collect();
        let own = known.iter().map(|story| Story { outlet: story.outlet - 1, ..story.clone() });
        let mut renumbered = tally(&own.collect::<Vec<_>>());
        renumbered.renumber(&Numbers { outlets: vec![1, 2], languages: vec![0], groups: vec![1, 2] });
        prop_assert_eq!(renumbered, tally(&known));
    }

    #[test]
    fn every_count_is_the_sum_of_its_weeks_days_months_and_groups(
        stories in stories(), min_joint in 1..4u64, is_all in any::<bool>(),
    ) {
        let universe = if is_all { Universe::All } else { Universe::WithActor };
        let options = TableOptions { min_joint, universe, min_articles: min_joint, ..options() };
        with_names(|names| {
            // What the tables check of themselves is among it.
            let rows = Counted::of(&tally(&stories).finish(), names, &options);
            rows.check(min_joint);
            for row in rows.pairs.iter().map(|extended| &extended.row) {
                assert_eq!(row.n_articles, whole_articles(&stories, &row.source, &row.target));
            }
        });
    }

    #[test]
    fn the_weekly_grid_of_actors_sums_to_the_dated_whole(stories in stories()) {
        let dated: Vec<&Story> = stories.iter().filter(|s| s.day.is_some()).collect();
        with_names(|names| {
            let finished = tally(dated).finish();
            let Counted { actors, actor_weeks: weekly, .. } = tables_of(&finished, names, &options());
            for actor in actors {
                let of_actor = weekly.iter().filter(|w| w.actor_id == actor.actor_id);
                let sums = of_actor.fold((0, 0, 0), |s, w| (s.0 + w.n_articles, s.1 + w.n_clusters, s.2 + w.n_mentions));
                assert_eq!(sums, (actor.n_articles, actor.n_clusters, actor.n_mentions));
            }
        });
    }
}

/// The rows that hold counts.
#[derive(Debug, Clone)]
struct Counted {
    actors: Vec<ActorRow>,
    actor_weeks: Vec<ActorWeekRow>,
    actor_periods: Vec<ActorPeriodRow>,
    pairs: Vec<Extended<CoMentionRow>>,
    pair_weeks: Vec<CoMentionWeekRow>,
    pair_periods: Vec<CoMentionPeriodRow>,
    groups: Vec<CoMentionGroupRow>,
    coverage: Vec<CoverageRow>,
}

impl Counted {
    fn of(finished: &Finished, names: &Names<'_>, options: &TableOptions) -> Self {
        let mut tested = Vec::new();
        let tests = finished.tested((names, options), &OneByOne, |tests| tested.push(tests));
        let verdicts = Verdicts::of(finished, &tests, options);
        let network = finished.network(options.network, &verdicts);
        let grids = finished.grids(options);
        let coverage = finished.coverage(names);
        finished.check_coverage(&coverage).expect("the coverage adds up");
        let of_actors = grids.iter().map(|grid| {
            let mut periods = Vec::new();
            let take = |period| periods.push(period);
            let table = finished.actor_table((names, options), grid, &OneByOne, take);
            let table = table.expect("the periods of actors add up");
            periods.sort();
            let mut edges: Vec<PeriodEdge> = finished.period_edges(&network, grid).collect();
            edges.sort();
            let positions = network.positions(edges.into_iter(), &OneByOne);
            (table, placed(periods.into_iter(), positions).collect::<Vec<ActorPeriod>>())
        });
        let of_actors: Vec<_> = of_actors.collect();
        let tables = finished.pair_tables((names, options), (&tests, &verdicts, &grids));
        let (mut pairs, mut contrasts, mut periods) = (Vec::new(), Vec::new(), vec![Vec::new(); grids.len()]);
        let walked = tables.walk(
            (tested.into_iter(), &OneByOne),
            |unequal| unequal,
            |of_pair| {
                pairs.extend(of_pair.whole);
                contrasts.extend(of_pair.contrasts);
                periods.iter_mut().zip(of_pair.periods).for_each(|(all, found)| all.extend(found));
                Ok(())
            },
        );
        walked.expect("the periods and groups of pairs add up");
        contrasts.sort();
        for periods in &mut periods {
            periods.sort();
        }
        let mut others = tables.periods.iter().zip(&periods).skip(1);
        Self {
            actors: finished.actors(names, options, &network),
            actor_weeks: of_actors[0].1.iter().map(|period| of_actors[0].0.week(period)).collect(),
            actor_periods: of_actors[1..]
                .iter()
                .flat_map(|(table, periods)| periods.iter().map(|period| table.period(period)))
                .collect(),
            pair_weeks: periods[0].iter().map(|period| tables.periods[0].week(period)).collect(),
            pair_periods: others
                .by_ref()
                .flat_map(|(table, periods)| periods.iter().map(|period| table.period(period)))
                .collect(),
            groups: tables.groups.rows(&contrasts).collect(),
            pairs,
            coverage,
        }
    }

    /// Adds up the rows themselves.
    fn check(&self, min_joint: u64) {
        for row in self.pairs.iter().map(|extended| &extended.row).filter(|row| row.n_ij >= min_joint) {
            let of_pair = |source: &str, target: &str| (source, target) == (&*row.source, &*row.target);
            let groups = self.groups.iter().filter(|other| of_pair(&other.source, &other.target));
            let sums = groups.fold([0; 3], |[n_ij, n, total], other| {
                [n_ij + other.n_ij, n + other.n_clusters, total + other.n_clusters_total]
            });
            let whole = [row.n_ij, row.n_clusters, row.n_clusters_total];
            assert_eq!(sums, if row.n_clusters > 0 { whole } else { [0; 3] });
            let weeks = self.pair_weeks.iter().filter(|other| of_pair(&other.source, &other.target));
            assert!(weeks.map(|week| week.n_ij).sum::<u64>() <= row.n_ij);
        }
    }
}

/// Articles with a joint context of two actors, counted anew.
fn whole_articles(stories: &[Story], source: &str, target: &str) -> u64 {
    let number =
        |id: &str| id.trim_start_matches("other:").parse::<u32>().expect("ids of the tests end in a number");
    let (a, b) = (number(source), number(target));
    stories.iter().filter(|s| s.contexts.iter().any(|c| c.contains(&a) && c.contains(&b))).count() as u64
}

#[test]
fn a_copy_of_a_story_moves_no_cluster_counted_number() {
    let originals =
        vec![story(0, &[&[2, 3], &[2]]), story(1, &[&[4, 5]]), story(2, &[&[2, 4]]), story(9, &[&[3]])];
    let mut syndicated = originals.clone();
    syndicated.extend((1..=20).map(|n| Story {
        outlet: n % 3,
        is_representative: false,
        ..originals[0].clone()
    }));
    with_names(|names| {
        let alone = comentions(&tally(&originals).finish(), names, &options());
        let copied = comentions(&tally(&syndicated).finish(), names, &options());
        assert_eq!(alone.len(), copied.len());
        for (one, many) in alone.into_iter().zip(copied) {
            let is_copied_pair = (one.row.source.as_str(), one.row.target.as_str()) == ("other:2", "other:3");
            assert_eq!(many.row.n_articles, if is_copied_pair { 21 } else { one.row.n_articles });
            assert_eq!(one.extra, many.extra, "measures count clusters");
            assert_eq!((one.row.n_ij, one.row.n_clusters), (many.row.n_ij, many.row.n_clusters));
            assert_eq!(one.row.p_hypergeometric, many.row.p_hypergeometric);
            assert_eq!(one.row.q_value, many.row.q_value);
        }
    });
}

/// The rows without what counts articles and outlets, and without those that hold nothing else.
fn counted_by_cluster(mut rows: Counted) -> String {
    for row in &mut rows.actors {
        (row.n_articles, row.n_outlets, row.first_date, row.last_date) = (0, 0, None, None);
    }
    for row in &mut rows.actor_weeks {
        (row.n_articles, row.n_articles_total) = (0, 0);
    }
    for row in &mut rows.actor_periods {
        (row.n_articles, row.n_articles_total) = (0, 0);
    }
    for row in rows.pairs.iter_mut().map(|extended| &mut extended.row) {
        (row.n_articles, row.n_outlets, row.effective_outlets) = (0, 0, 0.0);
        (row.first_date, row.last_date) = (None, None);
    }
    for row in &mut rows.pair_weeks {
        (row.n_articles, row.n_outlets, row.is_zero_filled) = (0, 0, false);
    }
    for row in &mut rows.pair_periods {
        (row.n_articles, row.n_outlets, row.is_zero_filled) = (0, 0, false);
    }
    for row in &mut rows.coverage {
        (row.n_articles, row.n_chars, row.days_covered) = (0, 0, 0);
    }
    rows.actor_weeks.iter_mut().for_each(|row| row.is_zero_filled = false);
    rows.actor_periods.iter_mut().for_each(|row| row.is_zero_filled = false);
    rows.pair_weeks.retain(|row| row.n_clusters_both > 0);
    rows.pair_periods.retain(|row| row.n_clusters_both > 0);
    rows.coverage.retain(|row| row.n_clusters > 0);
    let Counted { actors, actor_weeks, actor_periods, pairs, pair_weeks, pair_periods, groups, coverage } =
        rows;
    format!(
        "{actors:#?}{actor_weeks:#?}{actor_periods:#?}{pairs:#?}{pair_weeks:#?}{pair_periods:#?}{groups:#?}{coverage:#?}"
    )
}

/// A corpus with an article a day, in which the story of day 3 is told in full.
fn with_a_story() -> Vec<Story> {
    let mut stories: Vec<Story> = (0..35)
        .map(|day: i32| {
            let (a, b) = (day.cast_unsigned() % 5, (day.cast_unsigned() / 2) % 6);
            Story { outlet: day.cast_unsigned() % 3, ..story(day, &[&[a, b], &[(a + 2) % 6]]) }
        })
        .collect();
    stories[3] = story(3, &[&[2, 3], &[2, 4], &[5]]);
    stories
}

/// A number for every article of a cluster but its representative: 20 copies, and the alert before them.
fn copies_of(full: &Story) -> impl Iterator<Item = Story> + '_ {
    let copies = (0..20).map(|n: i32| {
        let day = full.day.map(|day| day + 1 + n / 2);
        Story { outlet: n.cast_unsigned() % 3, is_representative: false, day, ..full.clone() }
    });
    let alert = Story { contexts: vec![vec![2, 3]], is_representative: false, ..full.clone() };
    copies.chain([alert])
}

#[test]
fn an_alert_and_twenty_copies_move_nothing_that_counts_clusters() {
    let originals = with_a_story();
    let mut syndicated = originals.clone();
    syndicated.extend(copies_of(&originals[3]));
    for edges in [EdgeSet::All, EdgeSet::Significant] {
        let mut options = TableOptions { min_joint: 3, ..options() };
        options.network = NetworkOptions { edges, ..options.network };
        with_names(|names| {
            let of = |stories: &[Story]| Counted::of(&tally(stories).finish(), names, &options);
            let (alone, copied) = (of(&originals), of(&syndicated));
            let n_articles = |rows: &Counted| rows.pairs.iter().map(|p| p.row.n_articles).sum::<u64>();
            assert_eq!(
                n_articles(&copied),
                n_articles(&alone) + 2 * 20 + 1,
                "two pairs in 20 copies, one in the alert"
            );
            let (alone, copied) = (counted_by_cluster(alone), counted_by_cluster(copied));
            let differs = alone.lines().zip(copied.lines()).find(|(one, other)| one != other);
            assert!(alone == copied, "{differs:?}");
        });
    }
}

#[test]
fn copies_that_give_an_actor_rows_of_its_own_move_no_rank() {
    // Actor 5 is in 3 articles of 3 stories, so below `min-articles` until copies of one come in.
    let mut originals: Vec<Story> = (0..4).map(|day| story(day, &[&[2]])).collect();
    originals.extend((4..5).map(|day| story(day, &[&[3]])));
    originals.extend((0..3).map(|day| story(day, &[&[5]])));
    let mut syndicated = originals.clone();
    syndicated.extend((0..20).map(|n| Story {
        is_representative: false,
        outlet: n % 3,
        ..originals[5].clone()
    }));
    syndicated.extend((0..20).map(|n| Story {
        is_representative: false,
        outlet: n % 3,
        ..originals[4].clone()
    }));
    originals.extend((0..3).map(|_| Story { is_representative: false, ..story(4, &[&[3]]) }));
    let options = TableOptions { min_articles: 4, ..options() };
    with_names(|names| {
        let ranks = |stories: &[Story]| {
            let rows = Counted::of(&tally(stories).finish(), names, &options).actor_weeks;
            let named = rows.iter().filter(|row| row.actor_id != "other:5");
            named.map(|row| (row.actor_id.clone(), row.rank)).collect::<Vec<_>>()
        };
        assert_eq!(ranks(&originals), ranks(&syndicated));
    });
}

#[test]
fn an_affiliated_pair_is_marked_and_not_tested() {
    let stories = [story(0, &[&[0, 1], &[2, 3]]), story(1, &[&[0, 2]])];
    with_names(|names| {
        let rows = comentions(&tally(&stories).finish(), names, &options());
        let tied = &rows.iter().find(|r| r.row.target == "other:1").unwrap().row;
        assert!(tied.is_affiliation);
        assert_eq!((tied.p_hypergeometric, tied.q_value, tied.significant), (None, None, None));
        assert_eq!(tied.affiliation_path.as_deref(), Some("other:0 > other:1"));
        // Four actors are named: six pairs, one of them affiliated.
        assert_eq!(tied.n_tests, 5);
        let ratio = rows.iter().find(|r| r.row.target == "other:2").unwrap().row.ratio;
        assert!(ratio.is_some());
    });
}

#[test]
fn weeks_without_articles_are_null_and_not_zero() {
    // 23 December is the Monday of W52; nothing is read in 2020-W01.
    let stories = [story(1, &[&[2, 3]]), story(15, &[&[2]])];
    with_names(|names| {
        let finished = tally(&stories).finish();
        let weeks = tables_of(&finished, names, &options()).actor_weeks;
        let of =
            |week: &str| weeks.iter().find(|w| w.week == week && w.actor_id == "other:2").unwrap().clone();
        let gap = of("2020-W01");
        assert!(gap.coverage_gap && gap.is_zero_filled);
        assert_eq!((gap.share, gap.rank, gap.change_from_previous), (None, None, None));
        assert_eq!((gap.z_score, gap.burst_level, gap.segment_share), (None, None, None));
        assert_eq!(of("2020-W02").change_from_previous, None, "no change from a week without coverage");
        assert!(of("2019-W52").is_partial_week, "it begins on a Tuesday");
        assert_eq!(of("2019-W52").share, Some(1.0));
        let empty =
            finished.coverage(names).into_iter().find(|c| c.week.as_deref() == Some("2020-W01")).unwrap();
        assert_eq!((empty.n_articles, empty.outlet), (0, None));
    });
}

#[test]
fn a_balanced_panel_is_of_the_outlets_that_are_always_there() {
    // Outlet 1 is there in both weeks, outlet 2 only in the second, with nothing but actor 3.
    let of = |day, outlet, context: &[u32]| Story { outlet, ..story(day, &[context]) };
    let stories =
        [of(0, 1, &[2]), of(1, 1, &[3]), of(7, 1, &[2]), of(8, 1, &[3]), of(8, 2, &[3]), of(9, 2, &[3])];
    let mut options = options();
    let shares = |options: &TableOptions| {
        with_names(|names| {
            let rows = tables_of(&tally(&stories).finish(), names, options).actor_weeks;
            let rows = rows.into_iter().filter(|row| row.actor_id == "other:2");
            rows.map(|row| (row.n_clusters_panel, row.n_clusters_panel_total, row.share_standardised))
                .collect::<Vec<_>>()
        })
    };
    // Over the run 4 clusters are of outlet 1, which names the actor in every second, and 2 of outlet 2.
    let standardised = 0.5 * 4.0 / 6.0;
    assert_eq!(shares(&options), [(1, 2, Some(0.5)), (1, 4, Some(standardised))]);
    options.series.is_balanced = true;
    assert_eq!(shares(&options), [(1, 2, Some(0.5)), (1, 2, Some(standardised))]);
}

#[test]
fn groups_sum_to_the_whole() {
    let of = |day, outlet, context: &[u32]| Story { outlet, ..story(day, &[context]) };
    let stories = [of(0, 0, &[2, 3]), of(1, 1, &[2, 3]), of(2, 2, &[2, 3]), of(3, 2, &[2]), of(4, 2, &[4])];
    with_names(|names| {
        let rows = tables_of(&tally(&stories).finish(), names, &options()).groups;
        let found: Vec<_> =
            rows.iter().map(|r| (r.group.as_str(), r.n_clusters, r.n_clusters_total)).collect();
        assert_eq!(found, [("private", 2, 2), ("state", 1, 3)]);
        assert_eq!((rows[0].n_clusters_others, rows[0].n_clusters_total_others), (1, 3));
        let (one, other) = (rows[0].log_odds_ratio.unwrap(), rows[1].log_odds_ratio.unwrap());
        assert!((one + other).abs() < 1e-12, "of two groups each is the other's opposite");
        // All 3 joint clusters of the pair: 2 or more in the group with 2 of 5 clusters, (3·.4²·.6 + .4³)·2.
        for row in &rows {
            assert!((row.p_value.unwrap() - 0.704).abs() < 1e-12, "{row:?}");
            assert_eq!((row.q_value, row.n_tests), (row.p_value, 2));
            assert_eq!((row.family.as_str(), row.overdispersion), ("groups-of-pairs-min-joint-1", None));
        }
    });
}

#[test]
fn strength_is_the_number_of_contexts_shared_with_others() {
    // Actors 0 and 1 are affiliated, so the first context is of nobody else.
    let stories = [story(0, &[&[0, 1], &[0, 2, 3], &[2]]), story(1, &[&[2, 3]])];
    with_names(|names| {
        let actors = tables_of(&tally(&stories).finish(), names, &options()).actors;
        let found: Vec<_> = actors.iter().map(|a| (a.degree, a.strength, a.strength_fractional)).collect();
        assert_eq!(found, [(2, 2, 1), (0, 0, 0), (2, 3, 2), (2, 3, 2)]);
        assert_eq!(actors[1].community, None);
        assert!(actors[0].community.is_some() && actors[0].community == actors[2].community);
    });
}
