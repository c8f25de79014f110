//! The analysis of one agreement for chosen blocs: the whole of what figures,
//! tables and the brief of `analyze` show.

use super::adoption::{Adoption, Joined};
use super::company::{Company, HomeState};
use super::facts::{AgreementFacts, BlocFacts, Citation, Group};
use super::pace::Pace;
use super::robust::Robustness;
use super::statuses::{StatusRow, statuses};
use super::view::{BlocView, Lens, View};
use crate::chance::unity::{Unity, p_most_divided, unity};
use crate::coding;
use crate::dataset::Dataset;
use crate::graph::place;
use crate::model::*;
use crate::snapshot::Snapshot;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// About which agreement.
    pub agreement: AgreementId,
    /// As of which day; none for the agreement's own default.
    pub on: Option<Day>,
    /// For which blocs; none for those that split and a few best known.
    pub groups: Vec<Group>,
    /// Whether to test each bloc against all groups of its size.
    pub advanced: bool,
}

/// One bloc against all groups of as many states, on one agreement.
#[derive(Clone, Debug)]
pub struct Exact {
    /// The bloc.
    pub bloc: BlocFacts,
    /// Members counted.
    pub n: usize,
    /// States counted.
    pub states: usize,
    /// The test; nothing below two members.
    pub unity: Option<Unity>,
    /// The smallest p of more division that as many of these states could show.
    pub smallest: Option<f64>,
}

/// What is answered.
#[derive(Clone, Debug)]
pub struct AgreementAnalysis {
    /// The agreement.
    pub agreement: AgreementFacts,
    /// The day the headline is about.
    pub on: Day,
    /// Whether that day was asked for.
    pub on_asked: bool,
    /// Whether the blocs were asked for.
    pub blocs_asked: bool,
    /// The data's cut-off.
    pub cutoff: Day,
    /// Name and definition of the coding.
    pub coding: (&'static str, &'static str),
    /// Hash of the data.
    pub data_hash: String,
    /// What is only supposed, in words; empty where everything is on record.
    pub suppositions: Vec<String>,
    /// Who stood where on the day.
    pub view: View,
    /// The other day shown: the cut-off; or, when the headline is about the cut-off, the opening day.
    pub other: Option<View>,
    /// The company that rank-breakers kept on the day.
    pub company: Vec<Company>,
    /// Each bloc under every coding that applies.
    pub robustness: Vec<Robustness>,
    /// Entities that had joined on the day, by home state.
    pub non_state: Vec<HomeState>,
    /// When members joined.
    pub adoption: Vec<Adoption>,
    /// How fast each bloc joined.
    pub pace: Vec<Pace>,
    /// Each bloc against all groups of its size, where that was asked for.
    pub exact: Vec<Exact>,
    /// Who joined after the day.
    pub joined_since: Vec<Joined>,
    /// Where the members of the blocs stand on a picture of the network, by id, in the unit square.
    pub places: Vec<(String, (f64, f64))>,
    /// Every actor's status on the day.
    pub statuses: Vec<StatusRow>,
    /// The sources used, most used first.
    pub sources: Vec<Citation>,
}

/// Blocs that most readers know, shown when none are asked for.
pub(super) const BEST_KNOWN: &[&str] = &["five-eyes", "eu", "nato", "g7", "brics"];
/// Blocs whose members are named when outsiders are listed.
const OF_NOTE: &[&str] =
    &["g20", "g7", "five-eyes", "eu", "nato", "brics", "sco", "csto", "asean", "gcc", "quad"];
/// How many blocs that split are added to the best known.
const MOST_SPLIT: usize = 3;

/// Answers a question.
pub fn analyze(data: &Dataset, question: &Question) -> AgreementAnalysis {
    let on = question.on.unwrap_or_else(|| default_day(data, question.agreement));
    let lens =
        Lens { snapshot: Snapshot::new(data, on), agreement: question.agreement, coding: coding::DEFAULT };
    let groups = match question.groups.is_empty() {
        true => default_groups(&lens),
        false => question.groups.clone(),
    };
    let view = View { asked: !question.groups.is_empty(), ..lens.view(&groups) };
    let of_note: Vec<Group> = known(data, OF_NOTE);
    let pairs = view.blocs.iter().zip(&groups);
    let company = pairs.flat_map(|(bloc, group)| lens.company(bloc, group, &of_note)).collect();
    let statuses = statuses(&lens, &groups);
    let rolls: Vec<_> = groups.iter().map(|g| g.roll(lens.snapshot)).collect();
    let places = place::members(&rolls).into_iter().map(|(id, p)| (data.actor(id).id.clone(), (p.x, p.y)));
    let sources = Citation::list(data, &used(data, question.agreement, &groups));
    AgreementAnalysis {
        agreement: AgreementFacts::of(data, question.agreement),
        on,
        on_asked: question.on.is_some(),
        blocs_asked: !question.groups.is_empty(),
        cutoff: data.cutoff(question.agreement),
        coding: (lens.coding.id, lens.coding.definition),
        data_hash: data.hash.clone(),
        suppositions: data.suppositions.clone(),
        other: other_view(&lens, &groups),
        company,
        robustness: lens.robustness(&groups),
        non_state: lens.non_state(),
        adoption: lens.adoption(&groups),
        pace: lens.pace(&groups),
        exact: if question.advanced { exact(&view, data.agreement(question.agreement).kind) } else { vec![] },
        joined_since: lens.joined_since(&groups),
        view,
        places: places.collect(),
        statuses,
        sources,
    }
}

fn exact(view: &View, kind: AgreementKind) -> Vec<Exact> {
    let world = view.world.counts(kind);
    let test = |bloc: &BlocView| {
        let counts = bloc.tally.counts(kind);
        Exact {
            bloc: bloc.bloc.clone(),
            n: counts.n(),
            states: world.n(),
            unity: unity(&world, &counts),
            smallest: p_most_divided(&world, counts.n()),
        }
    };
    view.blocs.iter().map(test).collect()
}

/// The day a headline is about when none is asked for. A declaration or a vote is judged on its
/// day; a treaty takes years to be ratified, and is judged at the data's cut-off.
pub fn default_day(data: &Dataset, agreement: AgreementId) -> Day {
    match data.agreement(agreement).kind {
        AgreementKind::Treaty => data.cutoff(agreement),
        AgreementKind::Declaration | AgreementKind::Vote => data.agreement(agreement).opened,
    }
}

fn other_view(lens: &Lens, groups: &[Group]) -> Option<View> {
    let data = lens.snapshot.data;
    let agreement = data.agreement(lens.agreement);
    let (cutoff, on) = (data.cutoff(lens.agreement), lens.snapshot.on);
    let day = if on < cutoff { cutoff } else { agreement.opened };
    if day == on || agreement.kind == AgreementKind::Vote {
        return None;
    }
    Some(Lens { snapshot: Snapshot::new(data, day), ..*lens }.view(groups))
}

/// The blocs of these ids that are in the data.
pub(super) fn known(data: &Dataset, ids: &[&str]) -> Vec<Group> {
    ids.iter().filter_map(|id| data.bloc_id(id)).map(|id| Group::bloc(data, id)).collect()
}

/// A few best-known blocs, and those others that split with the fewest against the most.
pub(super) fn default_groups(lens: &Lens) -> Vec<Group> {
    let data = lens.snapshot.data;
    let size = |id: BlocId| lens.snapshot.members(id).members.len();
    // A body of nearly all states is the world, not a bloc.
    let real = |id: &BlocId| data.bloc(*id).kind != BlocKind::Analytic && size(*id) < 150;
    let candidates: Vec<Group> = data.bloc_ids().filter(real).map(|id| Group::bloc(data, id)).collect();
    let view = lens.view(&candidates);
    let mut split: Vec<&BlocView> = view
        .blocs
        .iter()
        .filter(|b| b.tally.n >= 4 && b.is_mostly_known() && b.breakers().next().is_some())
        .collect();
    split.sort_by(|a, b| {
        b.agreement
            .partial_cmp(&a.agreement)
            .unwrap_or(std::cmp::Ordering::Equal)
            .then(a.bloc.id.cmp(&b.bloc.id))
    });
    let counted = |facts: &BlocFacts| view.blocs.iter().any(|b| b.bloc.id == facts.id && b.tally.n >= 2);
    let mut chosen: Vec<Group> = known(data, BEST_KNOWN).into_iter().filter(|g| counted(&g.facts)).collect();
    let others = split.into_iter().filter(|b| !BEST_KNOWN.contains(&b.bloc.id.as_str())).take(MOST_SPLIT);
    chosen.extend(others.filter_map(|b| data.bloc_id(&b.bloc.id)).map(|id| Group::bloc(data, id)));
    chosen
}

/// The source of every row that the analysis rests on.
pub(super) fn used(data: &Dataset, agreement: AgreementId, groups: &[Group]) -> Vec<SourceId> {
    let acts = data.acts_on(agreement).iter().map(|act| act.source);
    let names: Vec<&str> = groups.iter().flat_map(|g| g.expr.names()).collect();
    let blocs: Vec<BlocId> = names.into_iter().filter_map(|name| data.bloc_id(name)).collect();
    let memberships = blocs.iter().flat_map(|id| data.memberships_of(*id)).map(|m| m.source);
    let provisions = data.provisions_of(agreement).iter().map(|p| p.source);
    let own = std::iter::once(data.agreement(agreement).source);
    acts.chain(memberships).chain(provisions).chain(own).collect()
}
