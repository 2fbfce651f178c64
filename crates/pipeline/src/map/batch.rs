use newsloom_clean::RepeatedBlocks;
use newsloom_corpus::Article;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::pack_shard;

use super::{
    MapPlan, Mapper,
    coded::{Coded, Mapped},
};

/// The map of a run, made from its plan alone: for whoever has articles somewhere else.
///
/// What it makes of a batch depends on the batch, the plan and which blocks are repeated. Batches can be
/// cut and ordered in any way.
#[derive(Debug)]
pub struct BatchMap(Mapper);

impl BatchMap {
    /// Compiles a plan.
    ///
    /// # Errors
    /// P205, for a word that is none of its list; what is wrong with a dictionary as a whole.
    pub fn new(plan: &MapPlan) -> Result<Self, Vec<Diagnostic>> {
        Mapper::new(plan).map(Self)
    }

    /// Cleans articles and finds their actors; gives the bytes of a shard, a row for each article.
    ///
    /// # Errors
    /// What the encoder says.
    pub fn map(&self, articles: Vec<Article>, repeated: &RepeatedBlocks) -> Result<Vec<u8>, String> {
        let mut coded = Coded::default();
        for article in articles {
            let story = self.0.story(article, repeated);
            coded.push(&Mapped::Story(Box::new(story)), self.0.actors());
        }
        pack_shard(&coded.columns())
    }
}
