//! The draw of a procès-verbal, made again with other seeds on the rows of a file.

use std::collections::HashMap;

use anyhow::{Context, anyhow, bail};
use passerelle_base::pluriel;
use passerelle_tirage::{ProcesVerbal, hex, rejouer, sha256};

use super::donnees::Donnees;
use super::lecture::Place;

pub(super) struct Rejeu {
    pv: ProcesVerbal,
    bras: u32,
    /// Rank in the list of the minutes of each row.
    rangs: Vec<usize>,
    graine: u64,
    pub sha256: String,
    pub avis: Vec<String>,
}

impl Rejeu {
    /// Checks the minutes, then that the file tells the same draw: same people, same arms.
    pub fn lire(
        Place { lieu, chemin }: Place<'_>,
        bras: Option<&str>,
        d: &Donnees,
        identifiant: usize,
        graine: u64,
    ) -> anyhow::Result<Self> {
        let dit = chemin.display();
        let texte = std::fs::read_to_string(lieu.join(chemin)).with_context(|| format!("{dit} ne se lit pas"))?;
        let pv = rejouer(&texte).map_err(|differences| {
            anyhow!("{dit} n'est pas exact : {}", differences.first().map(ToString::to_string).unwrap_or_default())
        })?;
        let connus = pv.dossier().protocole().bras();
        let bras = match bras {
            None => 0,
            Some(nom) => connus.iter().position(|b| b == nom).ok_or_else(|| {
                anyhow!("le procès-verbal n'a pas de bras « {nom} » ; ses bras sont : {}", connus.join(", "))
            })?,
        };
        let (candidats, places) = (pv.dossier().liste().candidats(), &pv.tirage().places);
        if places.iter().flatten().any(|p| p.bras.is_none()) {
            bail!(
                "{dit} a des personnes en surnombre, sans bras : leur tirage ne se rejoue pas encore ici ; faites le test avec --strates"
            );
        }
        let listes: HashMap<&str, usize> =
            candidats.iter().enumerate().map(|(rang, c)| (c.identifiant.as_str(), rang)).collect();
        let (mut rangs, mut vus) = (Vec::new(), HashMap::new());
        for (i, texte) in d.table.textes(identifiant).iter().enumerate() {
            let ligne = d.table.lignes[i];
            let Some(&rang) = listes.get(texte.as_str()) else {
                bail!(
                    "ligne {ligne} : l'identifiant n'est pas dans le procès-verbal ; vérifiez-le, ou retirez la ligne"
                );
            };
            if let Some(avant) = vus.insert(rang, ligne) {
                bail!("ligne {ligne} : le même identifiant est à la ligne {avant} ; gardez une ligne par personne");
            }
            let Some(place) = &places[rang] else {
                bail!("ligne {ligne} : cette personne a été exclue du tirage ; retirez la ligne");
            };
            let traite = place.bras == Some(bras as u32);
            if traite != d.traitement[i] {
                bail!(
                    "ligne {ligne} : le traitement vaut {} et le procès-verbal dit « {} » ; c'est le bras tiré qui compte, pas celui qui a été suivi",
                    u8::from(d.traitement[i]),
                    connus[place.bras.unwrap_or(0) as usize]
                );
            }
            rangs.push(rang);
        }
        // Drawn again, people of that arm would come into the data: the test would compare other people than those it reads.
        let vide = (0..connus.len()).find(|b| {
            let ici = |rang: &usize| places[*rang].as_ref().is_some_and(|p| p.bras == Some(*b as u32));
            places.iter().flatten().any(|p| p.bras == Some(*b as u32)) && !rangs.iter().any(ici)
        });
        if let Some(vide) = vide {
            bail!(
                "personne du bras « {} » du procès-verbal n'est dans les données : le tirage refait y ferait entrer ses personnes. Donnez le fichier de tous les bras, ou faites le test sans procès-verbal, avec --strates",
                connus[vide]
            );
        }
        let tires = places.iter().flatten().count();
        let mut avis = Vec::new();
        if tires > rangs.len() {
            let absents =
                pluriel((tires - rangs.len()) as i64, "personne tirée n'est pas", "personnes tirées ne sont pas");
            avis.push(format!("{absents} dans les données : le test suppose que leur absence ne doit rien au bras."));
        }
        Ok(Self { sha256: hex(&sha256(texte.as_bytes())), bras: bras as u32, pv, rangs, graine, avis })
    }

    /// Draw number `t`, in the order of the rows.
    pub fn refaire(&self, t: u64, z: &mut [bool]) {
        let mut message = b"passerelle-impact/rejeu".to_vec();
        message.extend_from_slice(self.pv.graine());
        message.extend_from_slice(&self.graine.to_be_bytes());
        message.extend_from_slice(&t.to_be_bytes());
        let tirage = self.pv.autre_tirage(&sha256(&message));
        for (z, rang) in z.iter_mut().zip(&self.rangs) {
            *z = tirage.places[*rang].as_ref().is_some_and(|p| p.bras == Some(self.bras));
        }
    }
}
