//! Where each state stands on the tile-grid map: one equal tile a state, laid
//! out by rough geography. The layout is a drawing decision of this project and
//! says nothing about territory, size or borders.

/// The grid, a row a line: state ids, and dots for the sea.
const GRID: &str = "
.   .   .   .   .   .   ISL .   .   NOR SWE FIN .   .   .   .   .   .   .   .   .   .
.   .   .   .   .   .   .   .   .   DNK .   EST .   RUS .   .   .   .   .   .   .   .
.   .   .   .   .   .   IRL GBR .   .   .   LVA BLR .   .   .   .   .   .   .   .   .
.   .   .   .   .   .   .   .   NLD DEU POL LTU UKR .   .   .   .   .   .   .   .   .
.   CAN .   .   .   .   .   BEL LUX CZE SVK ROU MDA .   .   KAZ .   .   MNG .   .   .
.   USA .   .   .   .   .   FRA CHE LIE AUT HUN .   .   .   .   UZB KGZ .   .   PRK JPN
MEX .   .   BHS .   .   AND MCO SVN HRV SRB BGR .   .   GEO .   TKM TJK CHN .   KOR .
GTM BLZ CUB HTI DOM .   PRT ESP ITA BIH MNE XKX MKD TUR ARM AZE AFG PAK NPL BTN TWN .
SLV HND JAM .   KNA ATG .   SMR VAT .   ALB GRC CYP SYR IRQ IRN .   IND BGD MMR LAO VNM
.   NIC .   .   DMA LCA .   .   .   MLT .   .   LBN JOR KWT BHR .   LKA .   THA KHM PHL
.   CRI .   .   VCT BRB .   MAR DZA TUN LBY EGY ISR PSE SAU QAT ARE MDV .   MYS BRN PLW
.   PAN .   .   GRD TTO ESH MRT MLI NER TCD SDN ERI .   YEM OMN .   .   .   SGP IDN FSM
.   COL VEN GUY SUR .   GMB SEN BFA NGA CAF SSD ETH DJI .   .   .   .   .   TLS PNG MHL
.   ECU PER BRA .   CPV GNB GIN TGO BEN CMR UGA KEN SOM .   .   .   .   .   SLB NRU KIR
.   .   BOL PRY .   .   SLE CIV GHA GNQ GAB RWA TZA .   .   .   .   .   .   VUT TUV WSM
.   CHL ARG URY .   .   LBR .   STP COG COD BDI MWI COM SYC .   .   .   AUS FJI TON NIU
.   .   .   .   .   .   .   .   .   AGO ZMB ZWE MOZ .   .   .   .   .   .   NZL COK .
.   .   .   .   .   .   .   .   .   NAM BWA SWZ .   MDG MUS .   .   .   .   .   .   .
.   .   .   .   .   .   .   .   .   .   ZAF LSO .   .   .   .   .   .   .   .   .   .
";

/// States that ended, and the state on whose tile they stand while they exist.
const FORMER: [(&str, &str); 4] = [("SUN", "RUS"), ("CSK", "CZE"), ("YUG", "SRB"), ("SCG", "SRB")];

/// How many columns the grid has.
pub const COLUMNS: usize = 22;
/// How many rows it has.
pub const ROWS: usize = 19;

/// The column and row of a state; none for one that the grid does not know.
pub fn place(id: &str) -> Option<(usize, usize)> {
    let id = FORMER.iter().find(|(former, _)| *former == id).map_or(id, |(_, tile)| tile);
    tiles().find(|(code, ..)| *code == id).map(|(_, column, row)| (column, row))
}

/// Every tile: whose, and its column and row.
fn tiles() -> impl Iterator<Item = (&'static str, usize, usize)> {
    let rows = GRID.trim().lines().enumerate();
    let cells =
        rows.flat_map(|(row, line)| line.split_whitespace().enumerate().map(move |(c, id)| (id, c, row)));
    cells.filter(|(id, ..)| *id != ".")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::read::{Origin, load};
    use crate::snapshot::Snapshot;

    #[test]
    fn the_grid_is_a_full_rectangle() {
        let lines: Vec<&str> = GRID.trim().lines().collect();
        assert_eq!(lines.len(), ROWS);
        assert!(lines.iter().all(|line| line.split_whitespace().count() == COLUMNS));
    }

    #[test]
    fn nobody_stands_twice() {
        let ids: Vec<&str> = tiles().map(|(id, ..)| id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }

    #[test]
    fn every_state_of_today_has_a_tile_and_every_tile_a_state() {
        let data = load(&Origin::Embedded).expect("the embedded tables are sound");
        let today = crate::model::Day::constant(2026, 1, 1);
        let states: BTreeSet<String> = Snapshot::new(&data, today)
            .states()
            .members
            .iter()
            .map(|id| data.actor(*id).id.clone())
            .collect();
        let placed: BTreeSet<String> = tiles().map(|(id, ..)| id.to_owned()).collect();
        assert_eq!(states.difference(&placed).collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(placed.difference(&states).collect::<Vec<_>>(), Vec::<&String>::new());
        let un = data.bloc_id("un").expect("it is a bloc");
        let members = Snapshot::new(&data, today).members(un).members;
        assert_eq!(members.len(), 193);
        assert!(members.iter().all(|id| place(&data.actor(*id).id).is_some()));
    }

    #[test]
    fn on_no_day_do_two_states_share_a_tile() {
        let data = load(&Origin::Embedded).expect("the embedded tables are sound");
        let ends = data.actors.iter().filter(|a| a.is_state()).flat_map(|a| [a.period.from, a.period.until]);
        let days: BTreeSet<_> = ends.flatten().flat_map(|date| [date.earliest, date.latest]).collect();
        for day in days {
            let mut taken: BTreeMap<(usize, usize), &str> = BTreeMap::new();
            for id in Snapshot::new(&data, day).states().members {
                let id = data.actor(id).id.as_str();
                let Some(tile) = place(id) else { continue };
                assert_eq!(taken.insert(tile, id), None, "{id} on {day}");
            }
        }
    }
}
