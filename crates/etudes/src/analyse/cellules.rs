//! The cells of an extract, read for what the commands do not tell.

use std::collections::HashMap;

use passerelle_impact::attrition;

/// The cells of the extract, by column.
pub(super) struct Colonnes {
    pub noms: Vec<String>,
    rangees: Vec<csv::StringRecord>,
}

impl Colonnes {
    pub fn lire(octets: &[u8]) -> anyhow::Result<Self> {
        let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
        let mut lecteur = csv::ReaderBuilder::new().delimiter(b';').from_reader(octets);
        let noms = lecteur.headers()?.iter().map(str::to_owned).collect();
        Ok(Self { noms, rangees: lecteur.into_records().collect::<Result<_, _>>()? })
    }

    pub fn colonne(&self, nom: &str) -> Vec<&str> {
        let place = self.noms.iter().position(|n| n == nom).unwrap_or(usize::MAX);
        self.rangees.iter().map(|r| r.get(place).unwrap_or_default()).collect()
    }
}

/// How many outcomes are known, of how many people: controls then treated; and the p-value of the difference.
pub(super) fn connus(colonnes: &Colonnes, issue: &str) -> ([[usize; 2]; 2], Option<f64>) {
    let traites: Vec<bool> = colonnes.colonne("traitement").iter().map(|z| *z == "1").collect();
    let vus: Vec<bool> = colonnes.colonne(issue).iter().map(|y| !y.is_empty()).collect();
    let mut comptes = [[0usize; 2]; 2];
    for (traite, vu) in traites.iter().zip(&vus) {
        comptes[0][usize::from(*traite)] += usize::from(*vu);
        comptes[1][usize::from(*traite)] += 1;
    }
    (comptes, attrition(&vus, &traites, None, None).ok().and_then(|a| a.ecart).map(|e| e.p))
}

/// The extract with the identifiers of the draw, for one computation; never handed to anybody. Whoever was erased or
/// objected since can no longer be linked, and is left out.
pub(super) fn relier(csv: &[u8], liens: &[(String, String)]) -> Vec<u8> {
    let texte = String::from_utf8_lossy(csv);
    let liens: HashMap<&str, &str> = liens.iter().map(|(p, i)| (p.as_str(), i.as_str())).collect();
    let mut sortie = String::new();
    for (rang, ligne) in texte.lines().enumerate() {
        let pseudonyme = ligne.split(';').next().unwrap_or_default();
        let de = if rang == 0 { Some("identifiant") } else { liens.get(pseudonyme).copied() };
        sortie.extend(de.map(|de| format!("{ligne};{de}\r\n")));
    }
    sortie.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_can_no_longer_be_linked_is_left_out_of_the_replay() {
        let csv = "\u{feff}pseudonyme;contrat\r\na1;1\r\nb2;0\r\n".as_bytes();
        let relie = relier(csv, &[("b2".into(), "ML-NORD:1042".into())]);
        assert_eq!(
            String::from_utf8(relie).unwrap(),
            "\u{feff}pseudonyme;contrat;identifiant\r\nb2;0;ML-NORD:1042\r\n"
        );
    }
}
