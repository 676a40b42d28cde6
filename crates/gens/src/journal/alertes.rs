//! Unusual readings, as a list for the administrateur.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use passerelle_socle::temps::Instant;
use sea_orm::DbErr;

use passerelle_socle::access::{Accorde, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::journal::Regle;
use passerelle_socle::web::{Etape, Filtre, Parametres, Repertoire, Vide};

/// Unusual readings.
pub(super) struct Alertes;

impl Repertoire for Alertes {
    fn titre(&self) -> String {
        "Lectures inhabituelles".into()
    }
    fn intro(&self) -> String {
        "Les comptes qui ont ouvert beaucoup de dossiers, ou essuyé beaucoup de refus, en peu de temps. Demandez-leur pourquoi.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Journal
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("alerte", "alertes")
    }
    fn chemin(&self) -> String {
        "/journal/alertes".into()
    }
    fn fil(&self) -> Vec<Etape> {
        vec![Etape::vers("Journal", "/journal"), Etape::ici("Lectures inhabituelles")]
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("debut", "Quand"),
            Colonne::texte("compte", "Compte"),
            Colonne::texte("nombre", "Combien"),
            Colonne::texte("signalee", "Signalée le"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("debut", "x.debut DESC, x.id DESC")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        Selection::nouvelle(
            "x.debut, x.regle, x.nombre, x.signalee_le, c.nom",
            "lectures_inhabituelles x",
            "LEFT JOIN comptes c ON c.id = x.compte_id",
        )
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let debut = ligne.try_get_by::<Instant, _>("debut")?;
        let nom: Option<String> = ligne.try_get_by("nom")?;
        let nom = nom.unwrap_or_else(|| "Compte supprimé".into());
        let jour = debut.date_paris().to_string();
        let filtres = [("compte".to_owned(), nom.clone()), ("du".into(), jour.clone())];
        let lien = Parametres::depuis(filtres).avec("/journal", "au", &jour);
        let regle: String = ligne.try_get_by("regle")?;
        let nombre: i64 = ligne.try_get_by("nombre")?;
        Ok(vec![
            Cellule::from(debut),
            Cellule::from(nom).avec_lien(lien),
            format!("{nombre} {}", Regle::mots(&regle)).into(),
            Cellule::from(ligne.try_get_by::<Instant, _>("signalee_le")?),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucune lecture inhabituelle. Passerelle les cherche chaque heure et à l'ouverture de cette page."
                .into(),
            action: Some(("Lire le journal", "/journal")),
        }
    }
}
