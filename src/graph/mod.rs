//! The alliance graph: actors, blocs and agreements of one day as one petgraph
//! graph, with membership edges and act edges; its projection onto actors,
//! whose ties are shared blocs; and the ties an agreement cuts.

pub mod place;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;

use crate::coding::{Coding, Position};
use crate::model::*;
use crate::snapshot::{Roll, Snapshot, Standing};

/// A bloc, or a bloc expression, that stands in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A state or entity.
    Actor(ActorId),
    /// One of the groups the graph was built over.
    Group(GroupId),
    /// An agreement.
    Agreement(AgreementId),
}

/// What an edge stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edge {
    /// Membership; `true` when it is uncertain on the day.
    Member(bool),
    /// What the actor has done on the agreement.
    Act(Standing),
}

/// An alliance tie: two actors and the groups they share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The actor that comes first.
    pub a: ActorId,
    /// The other.
    pub b: ActorId,
    /// The groups both belong to.
    pub shared: Vec<GroupId>,
}

/// A tie whose two ends take different positions on an agreement: a fault line.
#[derive(Clone, Debug, PartialEq)]
pub struct CutTie {
    /// The tie.
    pub tie: Tie,
    /// What the first has done.
    pub standing_a: Standing,
    /// What the other has done.
    pub standing_b: Standing,
    /// Whether the ends differ whatever an uncertain date turns out to be.
    pub certainty: Certainty,
}

/// Actors, groups and agreements on one day.
pub struct AllianceGraph {
    graph: UnGraph<Node, Edge>,
    actors: BTreeMap<ActorId, NodeIndex>,
    groups: BTreeMap<GroupId, NodeIndex>,
    agreements: BTreeMap<AgreementId, NodeIndex>,
}

impl AllianceGraph {
    /// The graph over `groups`: their members as of the point estimate. Group `i` has the id `i`.
    pub fn new(groups: &[Roll]) -> Self {
        let mut graph = Self {
            graph: UnGraph::new_undirected(),
            actors: BTreeMap::new(),
            groups: BTreeMap::new(),
            agreements: BTreeMap::new(),
        };
        for (place, roll) in groups.iter().enumerate() {
            let id = GroupId(place as u32);
            let node = graph.graph.add_node(Node::Group(id));
            graph.groups.insert(id, node);
            for actor in &roll.members {
                let member = graph.actor(*actor);
                graph.graph.add_edge(member, node, Edge::Member(roll.is_uncertain(*actor)));
            }
        }
        graph
    }

    fn actor(&mut self, id: ActorId) -> NodeIndex {
        *self.actors.entry(id).or_insert_with(|| self.graph.add_node(Node::Actor(id)))
    }

    /// Lays an agreement over the graph: one act edge for every actor that could have acted.
    pub fn overlay(&mut self, snapshot: Snapshot, agreement: AgreementId) {
        let node = self.graph.add_node(Node::Agreement(agreement));
        self.agreements.insert(agreement, node);
        let view = snapshot.on_agreement(agreement);
        for (actor, place) in self.actors.clone() {
            let standing = view.standing(actor);
            if !matches!(standing.status, Status::NotEligible | Status::NotAState) {
                self.graph.add_edge(place, node, Edge::Act(standing));
            }
        }
    }

    /// The petgraph graph, for algorithms.
    pub fn inner(&self) -> &UnGraph<Node, Edge> {
        &self.graph
    }

    /// The actor-actor projection: every pair that shares a group, in order.
    pub fn ties(&self) -> Vec<Tie> {
        let mut shared: BTreeMap<(ActorId, ActorId), Vec<GroupId>> = BTreeMap::new();
        for (group, node) in &self.groups {
            let members: BTreeSet<ActorId> =
                self.graph.neighbors(*node).filter_map(|n| self.as_actor(n)).collect();
            for (i, a) in members.iter().enumerate() {
                for b in members.iter().skip(i + 1) {
                    shared.entry((*a, *b)).or_default().push(*group);
                }
            }
        }
        shared.into_iter().map(|((a, b), shared)| Tie { a, b, shared }).collect()
    }

    fn as_actor(&self, node: NodeIndex) -> Option<ActorId> {
        match self.graph[node] {
            Node::Actor(id) => Some(id),
            Node::Group(_) | Node::Agreement(_) => None,
        }
    }

    /// What each actor has done on an agreement that was laid over the graph.
    pub fn standings(&self, agreement: AgreementId) -> BTreeMap<ActorId, Standing> {
        let Some(node) = self.agreements.get(&agreement) else { return BTreeMap::new() };
        let acts = self.graph.edges(*node).filter_map(|edge| {
            let other = if edge.source() == *node { edge.target() } else { edge.source() };
            match edge.weight() {
                Edge::Act(standing) => Some((self.as_actor(other)?, *standing)),
                Edge::Member(_) => None,
            }
        });
        acts.collect()
    }

    /// The ties on which both ends have a position, and those among them the agreement cuts.
    pub fn cut_by(&self, agreement: AgreementId, coding: &Coding) -> (usize, Vec<CutTie>) {
        let standings = self.standings(agreement);
        let mut compared = 0;
        let mut cut = vec![];
        for tie in self.ties() {
            let (Some(a), Some(b)) = (standings.get(&tie.a), standings.get(&tie.b)) else { continue };
            let (Some(x), Some(y)) = (coding.position(a.status), coding.position(b.status)) else {
                continue;
            };
            compared += 1;
            if x != y {
                let certainty = certainty_of_cut(coding, a, b);
                cut.push(CutTie { tie, standing_a: *a, standing_b: *b, certainty });
            }
        }
        (compared, cut)
    }
}

/// A cut is certain when no reading of the uncertain dates brings the two ends together.
fn certainty_of_cut(coding: &Coding, a: &Standing, b: &Standing) -> Certainty {
    let readings = |s: &Standing| -> BTreeSet<Option<Position>> {
        [s.status, s.at_earliest].into_iter().map(|s| coding.position(s)).collect()
    };
    match readings(a).is_disjoint(&readings(b)) {
        true => Certainty::Certain,
        false => Certainty::Uncertain,
    }
}
