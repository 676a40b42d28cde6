//! The list of pistes: what decides the next gesture, those late first.

use passerelle_base::{Date, Telephone};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::model::{Depuis, ETATS, Etat};
use super::parametres::delais;
use super::rules::{dernier_suivi, etat_au, suivi};
use super::signature;
use passerelle_gens::accompagnements::{par_referent, restreindre};
use passerelle_socle::access::{Accorde, Champ, Jeune, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{
    Etat as EtatWeb, Filtre, Parametres, Repertoire, Vide, cellule_jeune, colonne_jeune, pastille,
};

/// Pistes, filtered.
#[derive(Debug)]
pub struct Pistes {
    etat: String,
    signature: String,
    referent: String,
    aujourdhui: Date,
}

impl Pistes {
    /// What an address asks for, on a day.
    pub fn demandees(aujourdhui: Date, p: &Parametres) -> Self {
        let lu = |cle| p.lire(cle).to_owned();
        Self { etat: lu("etat"), signature: lu("signature"), referent: lu("referent"), aujourdhui }
    }

    pub(super) fn de(etat: &EtatWeb, p: &Parametres) -> Self {
        Self::demandees(etat.horloge.aujourdhui(), p)
    }

    fn par_etat(&self, selection: Selection, jour: Date) -> Selection {
        let ouverte = signature::ouverte("p", "$JOUR");
        let signee = signature::signee_le("p");
        match self.etat.as_str() {
            "" => selection,
            "ouverte" => selection.telle(ouverte).encore("$JOUR", jour),
            "signee" => selection.telle(format!("(p.etat = 'signee' OR {signee} <= $JOUR)")).encore("$JOUR", jour),
            etat => selection
                .ou(&format!("coalesce(p.etat, 'envisagee') = ? AND ({signee} IS NULL OR {signee} > $JOUR)"), etat)
                .encore("$JOUR", jour),
        }
    }

    /// Among those that somebody still works on, how near the planned signature is.
    fn par_signature(&self, selection: Selection, jour: Date) -> Selection {
        let ouverte = signature::ouverte("p", "$JOUR");
        match self.signature.as_str() {
            "retard" => selection.ou(&format!("p.signature_prevue < ? AND {ouverte}"), jour).encore("$JOUR", jour),
            "suivie" => selection
                .ou(
                    &format!("p.signature_prevue >= $JOUR AND p.signature_prevue <= ? AND {ouverte}"),
                    dernier_suivi(delais(jour), jour),
                )
                .encore("$JOUR", jour),
            "sans_date" => selection.telle(format!("p.signature_prevue IS NULL AND {ouverte}")).encore("$JOUR", jour),
            _ => selection,
        }
    }
}

impl Repertoire for Pistes {
    fn titre(&self) -> String {
        if self.referent == "moi" { "Pistes de mes jeunes" } else { "Pistes" }.into()
    }
    fn intro(&self) -> String {
        "Les contrats qui peuvent se signer, en retard d'abord. Une piste n'est jamais comptée comme un contrat.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Pistes
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("piste", "pistes")
    }
    fn chemin(&self) -> String {
        "/pistes".into()
    }
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne> {
        let autres = [
            Colonne::texte("echeance", "Échéance"),
            Colonne::texte("signature", "Signature prévue"),
            Colonne::texte("telephone", "Téléphone"),
            Colonne::texte("etat", "État"),
            Colonne::texte("employeur", "Employeur"),
            Colonne::texte("cfa", "CFA"),
        ];
        let lisible = |c: &Colonne| c.cle != "telephone" || accorde.vue().voit(Champ::Coordonnees);
        colonne_jeune(accorde).into_iter().chain(autres).filter(lisible).collect()
    }
    fn filtres(&self) -> Vec<Filtre> {
        let etats = std::iter::once(("ouverte", "Ouvertes")).chain(ETATS.choix());
        vec![
            Filtre::choix("etat", "État", "Tous les états", etats, &self.etat),
            Filtre::choix(
                "signature",
                "Signature prévue",
                "Toutes",
                [("retard", "En retard"), ("suivie", "Dans les deux mois"), ("sans_date", "Date à fixer")],
                &self.signature,
            ),
            Filtre::fixe("referent", &self.referent),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        // Those that somebody works on, the nearest planned signature first.
        &[("signature", "rang, p.signature_prevue, p.ouverte_le, p.id"), ("etat", "p.etat, p.signature_prevue, p.id")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let champs = format!(
            "p.id, p.etat, p.date_etat, p.ouverte_le, p.signature_prevue, p.siret, {employeur} AS employeur, {signee} AS contrat_le, \
             CASE WHEN p.etat IN ('signee', 'abandonnee') OR {signee} IS NOT NULL THEN 2 WHEN p.signature_prevue IS NULL THEN 1 \
             ELSE 0 END AS rang, j.id AS jeune_id, j.nom, j.prenom, j.telephone, f.nom AS cfa",
            employeur = signature::employeur("p"),
            signee = signature::signee_le("p")
        );
        let jointures = "JOIN jeunes j ON j.id = p.jeune_id LEFT JOIN structures f ON f.id = p.cfa_id";
        let toutes = Selection::nouvelle(champs, "pistes p", jointures);
        let selection = restreindre(toutes, &accorde.perimetre(), jour, "p.jeune_id");
        let selection = par_referent(selection, accorde.acteur(), &self.referent, "p.jeune_id");
        self.par_signature(self.par_etat(selection, jour), jour)
    }
    fn cellules(&self, ligne: &QueryResult, accorde: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let ouverte_le: Date = ligne.try_get_by("ouverte_le")?;
        let dit: Option<String> = ligne.try_get_by("etat")?;
        let depuis: Option<Date> = ligne.try_get_by("date_etat")?;
        let dit = dit.as_deref().and_then(Etat::lire).map(|etat| Depuis { etat, date: depuis.unwrap_or(ouverte_le) });
        let contrat: Option<Date> = ligne.try_get_by("contrat_le")?;
        let depart = Depuis { etat: Etat::Envisagee, date: ouverte_le };
        let tenu = etat_au(ouverte_le, dit.as_slice(), contrat, self.aujourdhui).unwrap_or(depart);
        let prevue: Option<Date> = ligne.try_get_by("signature_prevue")?;
        let reste = suivi(tenu.etat, prevue, delais(ouverte_le), self.aujourdhui).libelle();
        let jeune: Id<Jeune> = ligne.try_get_by("jeune_id")?;
        let employeur: Option<String> = ligne.try_get_by("employeur")?;
        let siret: String = ligne.try_get_by("siret")?;
        let mut cellules: Vec<Cellule> = cellule_jeune(ligne, accorde)?.into_iter().collect();
        cellules.extend([reste.into(), prevue.into()]);
        if accorde.vue().voit(Champ::Coordonnees) {
            let telephone: Option<String> = ligne.try_get_by("telephone")?;
            cellules.push(telephone.map(appeler).into());
        }
        cellules.extend([
            pastille(tenu.etat.libelle(), Some(tenu.date)),
            Cellule::from(employeur.unwrap_or(siret)).avec_lien(format!("/jeunes/{jeune}/pistes")),
            ligne.try_get_by::<Option<String>, _>("cfa")?.into(),
        ]);
        Ok(cellules)
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucune piste ne répond à ces filtres. Elles s'ouvrent depuis la fiche d'un jeune, ou viennent des fichiers pistes.csv.".into(),
            action: None,
        }
    }
}

/// A telephone that a touch calls.
fn appeler(brut: String) -> Cellule {
    match brut.parse::<Telephone>() {
        Ok(t) => Cellule::from(t.affiche()).avec_lien(format!("tel:{}", t.as_str())),
        Err(_) => brut.into(),
    }
}
