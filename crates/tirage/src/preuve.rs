//! The proof of one person: that they were in the list before the chance was known, and their ticket. It shows
//! nobody else: the neighbours of the path are hashes of salted leaves.

use crate::ecriture::Ecrivain;
use crate::erreur::{ErreurTirage, illisible};
use crate::hachage::{Cle, Empreinte, hex, lire_hex};
use crate::hasard::Urne;
use crate::liste::{dit, feuille, sel};
use crate::merkle::{self, Cote};
use crate::minutes::ProcesVerbal;
use serde::Deserialize;

const FORMAT: &str = "passerelle-tirage-preuve/1";

/// The proof of one person.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preuve {
    format: String,
    /// Identifier, site, wave, stratum, exclusion.
    personne: [String; 5],
    sel: String,
    chemin: Vec<(Cote, String)>,
    racine: String,
    graine: String,
    /// Arm, probability and ticket; empty when excluded.
    resultat: [String; 3],
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErreurPreuve {
    /// Not a proof of this version.
    #[error("ce fichier n’est pas une preuve de tirage : demandez-la à nouveau")]
    Format,
    /// The path leads to another root.
    #[error("la personne n’est pas dans la liste engagée : le chemin ne mène pas à la racine publiée")]
    Racine,
    /// The ticket is not that of the person.
    #[error("le ticket n’est pas celui de cette personne avec cette graine : vérifiez la graine publiée")]
    Ticket,
}

impl ProcesVerbal {
    /// The proof of a person of the list.
    pub fn preuve(&self, identifiant: &str) -> Result<Preuve, ErreurTirage> {
        let (dossier, candidats) = (self.dossier(), self.dossier().liste.candidats());
        let rang = candidats
            .binary_search_by(|c| c.identifiant.as_str().cmp(identifiant))
            .map_err(|_| ErreurTirage::Inconnu)?;
        let chemin =
            merkle::chemin(dossier.feuilles.clone(), &dossier.feuilles[rang]).expect("the leaf is one of them");
        let resultat = self.cellules(rang);
        Ok(Preuve {
            format: FORMAT.into(),
            personne: dit(&dossier.protocole, &dossier.liste, &candidats[rang]).map(str::to_owned),
            sel: hex(&sel(&Cle::nouvelle(dossier.secret.as_bytes()), identifiant)),
            chemin: chemin.into_iter().map(|(cote, voisin)| (cote, hex(&voisin))).collect(),
            racine: hex(&dossier.racine),
            graine: hex(self.graine()),
            resultat,
        })
    }
}

impl Preuve {
    /// The file of the proof.
    pub fn json(&self) -> String {
        let mut e = Ecrivain::nouveau();
        e.membre("format", &self.format);
        e.membre("personne", &self.personne);
        e.membre("sel", &self.sel);
        e.liste("chemin", &self.chemin);
        e.membre("racine", &self.racine);
        e.membre("graine", &self.graine);
        e.membre("resultat", &self.resultat);
        e.finir()
    }

    /// Reads a proof back; nothing is checked yet.
    pub fn lire(texte: &str) -> Result<Self, ErreurTirage> {
        serde_json::from_str(texte).map_err(|e| illisible("la preuve", &e))
    }

    /// Identifier, site, wave, stratum, exclusion.
    pub fn personne(&self) -> &[String; 5] {
        &self.personne
    }

    /// Arm, probability, ticket; empty when excluded.
    pub fn resultat(&self) -> &[String; 3] {
        &self.resultat
    }

    /// Checks the person against the root published before the draw and the seed published after it.
    pub fn verifier(&self, racine: &Empreinte, graine: &Empreinte) -> Result<(), ErreurPreuve> {
        let sel = lire_hex(&self.sel).filter(|_| self.format == FORMAT).ok_or(ErreurPreuve::Format)?;
        let lire = |(cote, voisin): &(Cote, String)| Some((*cote, lire_hex(voisin)?));
        let chemin: Vec<_> = self.chemin.iter().map(lire).collect::<Option<_>>().ok_or(ErreurPreuve::Format)?;
        let [identifiant, site, vague, strate, exclusion] = self.personne.each_ref().map(String::as_str);
        let feuille = feuille(&sel, [identifiant, site, vague, strate, exclusion]);
        if merkle::remonter(feuille, &chemin) != *racine || hex(racine) != self.racine {
            return Err(ErreurPreuve::Racine);
        }
        let ticket = hex(&Urne::nouvelle(graine, vague, site, strate).ticket(identifiant));
        let attendu = if exclusion.is_empty() { ticket } else { String::new() };
        if self.resultat[2] == attendu && hex(graine) == self.graine { Ok(()) } else { Err(ErreurPreuve::Ticket) }
    }
}
