//! The outbox as a list, for the administrateur. Texts are shown only where no mail leaves: in the
//! demonstration, or before a mail server is given.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use passerelle_socle::temps::Instant;
use sea_orm::DbErr;

use passerelle_socle::access::{Accorde, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::web::{Etat, Filtre, Repertoire, Vide, pastille};

/// The outbox.
pub(super) struct Boite {
    texte: bool,
    maintenant: Instant,
}

impl Boite {
    pub fn nouvelle(etat: &Etat) -> Self {
        Self { texte: etat.demonstration || !etat.reglages.courriels, maintenant: etat.horloge.maintenant() }
    }
}

impl Repertoire for Boite {
    fn titre(&self) -> String {
        "Courriers".into()
    }
    fn intro(&self) -> String {
        let ou = if self.texte {
            "Aucun serveur de courriel n'est réglé : lisez-les ici et remettez-les vous-même."
        } else {
            "Ils partent seuls."
        };
        format!("Les messages à envoyer et ceux qui sont partis. {ou}")
    }
    fn objet(&self) -> Objet {
        Objet::Courriers
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("message", "messages")
    }
    fn chemin(&self) -> String {
        "/courriers".into()
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        let mut colonnes = vec![
            Colonne::texte("cree_le", "Quand"),
            Colonne::texte("destinataire", "À qui"),
            Colonne::texte("objet", "Objet"),
            Colonne::texte("etat", "État"),
        ];
        if self.texte {
            colonnes.push(Colonne::texte("texte", "Message"));
        }
        colonnes
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("cree_le", "x.cree_le DESC, x.id")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        let champs = "x.cree_le, x.destinataire, x.objet, x.texte, x.expire_le, x.envoye_le, x.abandonne_le";
        Selection::nouvelle(champs, "courriers x", "")
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let a = |nom: &str| ligne.try_get_by::<Option<Instant>, _>(nom);
        let perime = ligne.try_get_by::<Instant, _>("expire_le")? <= self.maintenant;
        let etat = match (a("envoye_le")?, a("abandonne_le")?) {
            (Some(_), _) => "Parti",
            (None, Some(_)) => "Abandonné",
            (None, None) if perime => "Périmé",
            (None, None) => "À envoyer",
        };
        let mut cellules = vec![
            Cellule::from(ligne.try_get_by::<Instant, _>("cree_le")?),
            ligne.try_get_by::<String, _>("destinataire")?.into(),
            ligne.try_get_by::<String, _>("objet")?.into(),
            pastille(etat, None),
        ];
        if self.texte {
            let texte = ligne.try_get_by::<Option<String>, _>("texte")?;
            cellules.push(texte.filter(|_| !perime).into());
        }
        Ok(cellules)
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucun message. Les codes demandés par les jeunes et les employeurs apparaîtront ici.".into(),
            action: None,
        }
    }
}
