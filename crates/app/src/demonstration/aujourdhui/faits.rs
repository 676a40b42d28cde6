//! What happened to the young people of the present, and what is due: each line counts its days from today.

use chrono::Days;
use passerelle_base::Date;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::{Horloge, Instant};
use sea_orm::Value;

use super::equipe::{CFA, Equipe, MISSION, siret};
use super::jeunes::{COMBIEN, numero};
use super::reperes::par_code;
use passerelle_socle::access::{Compte, Jeune, Structure};
use passerelle_socle::db::{self, FromQueryResult, Tx};
use uuid::Uuid;

/// Those whom Claire follows; Karim follows the next ones; nobody yet follows the last.
const DE_CLAIRE: usize = 20;
const DE_KARIM: usize = 28;

/// Where the story is being written.
struct Recit<'a> {
    tx: &'a Tx,
    aujourdhui: Date,
    maintenant: Instant,
    mission: Id<Structure>,
    cfa: Id<Structure>,
    jeunes: Vec<Id<Jeune>>,
}

impl Recit<'_> {
    fn il_y_a(&self, jours: u64) -> Date {
        self.aujourdhui - Days::new(jours)
    }
    fn dans(&self, jours: u64) -> Date {
        self.aujourdhui + Days::new(jours)
    }

    /// One row of a table, under a fresh identifier.
    async fn ecrire(&self, table: &str, champs: &[(&str, Value)]) -> anyhow::Result<Uuid> {
        let id = db::nouvel_id::<()>().uuid();
        let noms: Vec<&str> = champs.iter().map(|(c, _)| *c).collect();
        let places: Vec<String> = (2..champs.len() + 2).map(|n| format!("${n}")).collect();
        let sql = format!("INSERT INTO {table} (id, {}) VALUES ($1, {})", noms.join(", "), places.join(", "));
        let valeurs = std::iter::once(id.into()).chain(champs.iter().map(|(_, v)| v.clone()));
        db::executer(self.tx, &sql, valeurs).await?;
        Ok(id)
    }

    async fn contact(&self, rang: usize, qui: Id<Compte>, c: Contact) -> anyhow::Result<()> {
        let (genre, date, heure, objet, presence, issue) = c;
        self.ecrire(
            "contacts",
            &[
                ("jeune_id", self.jeunes[rang].into()),
                ("structure_id", self.mission.into()),
                ("compte_id", qui.into()),
                ("type", genre.into()),
                ("date", date.into()),
                ("heure", heure.into()),
                ("objet", objet.into()),
                ("presence", presence.into()),
                ("issue", issue.into()),
                ("cree_le", self.maintenant.into()),
            ],
        )
        .await?;
        Ok(())
    }

    async fn note(&self, rang: usize, qui: Id<Compte>, niveau: &str, il_y_a: u64, texte: &str) -> anyhow::Result<()> {
        self.ecrire(
            "notes",
            &[
                ("jeune_id", self.jeunes[rang].into()),
                ("structure_id", self.mission.into()),
                ("compte_id", qui.into()),
                ("niveau", niveau.into()),
                ("date", self.il_y_a(il_y_a).into()),
                ("texte", texte.into()),
                ("cree_le", self.maintenant.into()),
            ],
        )
        .await?;
        Ok(())
    }
}

/// (type, date, hour, subject, presence, outcome).
type Contact = (&'static str, Date, Option<&'static str>, &'static str, Option<&'static str>, Option<&'static str>);

/// Writes everything.
pub(super) async fn raconter(tx: &Tx, horloge: &dyn Horloge, equipe: &Equipe) -> anyhow::Result<()> {
    #[derive(FromQueryResult)]
    struct Trouve {
        id: Id<Jeune>,
    }
    let mission = par_code(tx, "structures", MISSION).await?;
    let cfa = par_code(tx, "structures", CFA).await?;
    let mut jeunes = Vec::with_capacity(COMBIEN);
    for rang in 0..COMBIEN {
        let sql = "SELECT jeune_id AS id FROM numeros WHERE structure_id = $1 AND numero = $2";
        let trouve: Option<Trouve> = db::ligne(tx, sql, [mission.into(), numero(rang).into()]).await?;
        jeunes.extend(trouve.map(|t| t.id));
    }
    let maintenant = horloge.maintenant();
    let r = Recit { tx, aujourdhui: horloge.aujourdhui(), maintenant, mission, cfa, jeunes };
    referents(&r, equipe).await?;
    amina(&r, equipe).await?;
    portefeuille(&r, equipe).await?;
    contrats(&r).await?;
    pistes(&r, equipe).await?;
    Ok(())
}

async fn referents(r: &Recit<'_>, equipe: &Equipe) -> anyhow::Result<()> {
    for (rang, jeune) in r.jeunes.iter().enumerate().take(DE_KARIM) {
        let qui = if rang < DE_CLAIRE { equipe.claire } else { equipe.karim };
        let depuis = r.il_y_a(30 - (rang as u64 % 5));
        r.ecrire(
            "referents",
            &[
                ("jeune_id", (*jeune).into()),
                ("compte_id", qui.into()),
                ("structure_id", r.mission.into()),
                ("du", depuis.into()),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Amina: an interview held, another to come, an obstacle, a file shared with the CFA, a request it accepted.
async fn amina(r: &Recit<'_>, equipe: &Equipe) -> anyhow::Result<()> {
    let (claire, amina) = (equipe.claire, r.jeunes[0]);
    let projet = "Projet confirmé : maçonnerie. Cherche une entreprise à Bondy.";
    r.contact(0, claire, ("rendez_vous", r.il_y_a(12), Some("10:00"), "Entretien", Some("present"), Some(projet)))
        .await?;
    r.contact(0, claire, ("appel", r.il_y_a(6), None, "Point sur les démarches", Some("present"), None)).await?;
    r.contact(0, claire, ("rendez_vous", r.dans(2), Some("09:30"), "Préparer la rencontre avec le CFA", None, None))
        .await?;
    r.note(0, claire, "jeune", 12, "Apporter le CV imprimé et deux idées d'entreprises au prochain rendez-vous.")
        .await?;
    r.note(0, claire, "suivi", 12, "Motivée, disponible tout de suite. Préfère un petit atelier.").await?;
    r.note(0, claire, "structure", 12, "Revoir l'aide au transport avant la rentrée du CFA.").await?;
    let frein = [
        ("jeune_id", amina.into()),
        ("structure_id", r.mission.into()),
        ("compte_id", claire.into()),
        ("thematique", "mobilite".into()),
        ("constate_le", r.il_y_a(12).into()),
    ];
    let frein = r.ecrire("freins", &frein).await?;
    let action = [
        ("frein_id", frein.into()),
        ("compte_id", claire.into()),
        ("date", r.il_y_a(6).into()),
        ("texte", "Demande de carte Imagine R envoyée avec elle.".into()),
    ];
    r.ecrire("freins_actions", &action).await?;
    let partage = [
        ("jeune_id", amina.into()),
        ("structure_id", r.cfa.into()),
        ("par_structure_id", r.mission.into()),
        ("finalite", "positionnement".into()),
        ("du", r.il_y_a(10).into()),
        ("au", r.dans(180).into()),
        ("cree_le", r.maintenant.into()),
        ("cree_par", claire.into()),
    ];
    r.ecrire("partages", &partage).await?;
    let prepa = [
        ("code", "AUJ-PREPA".into()),
        ("type", "prepa_apprentissage".into()),
        ("intitule", "Prépa apprentissage bâtiment".into()),
        ("intitule_plie", "prepa apprentissage batiment".into()),
        ("porteur_id", r.cfa.into()),
        ("date_debut", r.dans(20).into()),
        ("date_fin", r.dans(60).into()),
        ("places", 12i64.into()),
        ("etat", "ouverte".into()),
    ];
    let prepa = r.ecrire("actions", &prepa).await?;
    for (rang, etat, demande, reponse) in [
        (0, "accepte", 10, Some(6)),
        (1, "propose", 9, None),
        (2, "propose", 8, None),
        (3, "refuse", 15, Some(4)),
        (4, "propose", 2, None),
    ] {
        let motif: Option<&str> = (etat == "refuse").then_some("Groupe complet, à proposer de nouveau en janvier");
        let positionnement = [
            ("jeune_id", r.jeunes[rang].into()),
            ("action_id", prepa.into()),
            ("prescripteur_id", r.mission.into()),
            ("date", r.il_y_a(demande).into()),
            ("etat", etat.into()),
            ("date_etat", r.il_y_a(reponse.unwrap_or(demande)).into()),
            ("motif", motif.into()),
        ];
        r.ecrire("positionnements", &positionnement).await?;
    }
    // What the CFA says, to those who follow.
    let note = [
        ("jeune_id", amina.into()),
        ("structure_id", r.cfa.into()),
        ("compte_id", equipe.mamadou.into()),
        ("niveau", "suivi".into()),
        ("date", r.il_y_a(6).into()),
        ("texte", "Place réservée. Visite de l'atelier possible dès la semaine prochaine.".into()),
        ("cree_le", r.maintenant.into()),
    ];
    r.ecrire("notes", &note).await?;
    Ok(())
}

/// The others: seen not long ago, or silent for too long; today's meetings.
async fn portefeuille(r: &Recit<'_>, equipe: &Equipe) -> anyhow::Result<()> {
    for rang in 1..DE_KARIM {
        let qui = if rang < DE_CLAIRE { equipe.claire } else { equipe.karim };
        // One in five has been silent for more than a month.
        let dernier = if rang % 5 == 3 { 34 } else { 3 + (rang as u64 * 7) % 25 };
        let presence = if rang % 9 == 4 { "absent" } else { "present" };
        r.contact(
            rang,
            qui,
            ("rendez_vous", r.il_y_a(dernier), Some("14:00"), "Entretien de suivi", Some(presence), None),
        )
        .await?;
    }
    r.contact(5, equipe.claire, ("rendez_vous", r.aujourdhui, Some("11:00"), "Bilan de la recherche", None, None))
        .await?;
    r.contact(
        6,
        equipe.claire,
        ("visite_entreprise", r.aujourdhui, Some("14:30"), "Visite chez l'employeur", None, None),
    )
    .await?;
    r.contact(21, equipe.karim, ("appel", r.aujourdhui, Some("16:00"), "Reprise de contact", None, None)).await?;
    for (rang, theme) in
        [(2, "logement-hebergement"), (7, "mobilite"), (8, "numerique"), (13, "mobilite"), (22, "logement-hebergement")]
    {
        let qui = if rang < DE_CLAIRE { equipe.claire } else { equipe.karim };
        let frein = [
            ("jeune_id", r.jeunes[rang].into()),
            ("structure_id", r.mission.into()),
            ("compte_id", qui.into()),
            ("thematique", theme.into()),
            ("constate_le", r.il_y_a(20).into()),
        ];
        r.ecrire("freins", &frein).await?;
    }
    Ok(())
}

/// Contracts of the last weeks: one near its forty-fifth day, two at the employer of the demonstration.
async fn contrats(r: &Recit<'_>) -> anyhow::Result<()> {
    let siret = siret(r.tx).await?;
    #[derive(FromQueryResult)]
    struct Nom {
        nom: String,
    }
    let nom: Option<Nom> =
        db::ligne(r.tx, "SELECT nom FROM structures WHERE siret = $1", [siret.as_str().into()]).await?;
    let employeur = nom.map(|n| n.nom).unwrap_or_default();
    for (rang, debut) in [(1usize, 38u64), (9, 20), (15, 12)] {
        let chez_elle = rang != 9;
        let contrat = [
            ("structure_id", r.mission.into()),
            ("jeune_id", r.jeunes[rang].into()),
            ("type", "apprentissage".into()),
            ("employeur_siret", if chez_elle { Some(siret.as_str().to_owned()).into() } else { None::<String>.into() }),
            ("employeur_nom", if chez_elle { employeur.clone().into() } else { "Garage de la Fontaine".into() }),
            ("cfa_id", r.cfa.into()),
            ("date_conclusion", r.il_y_a(debut + 6).into()),
            ("date_debut", r.il_y_a(debut).into()),
            ("date_fin", r.dans(700).into()),
        ];
        r.ecrire("contrats", &contrat).await?;
    }
    Ok(())
}

/// Contracts that may be signed: one late, one of next week, one far away, one given up.
async fn pistes(r: &Recit<'_>, equipe: &Equipe) -> anyhow::Result<()> {
    const DUVAL: (&str, &str) = ("73282932000074", "Maçonnerie Duval");
    const MARCHE: (&str, &str) = ("35600000000048", "Boulangerie du Marché");
    for (rang, (siret, nom), prevue, etat) in [
        (0usize, DUVAL, Some(r.dans(6)), "convenue"),
        (7, MARCHE, Some(r.il_y_a(3)), "dossier"),
        (2, MARCHE, Some(r.dans(150)), "envisagee"),
        (6, DUVAL, None, "abandonnee"),
    ] {
        let ouverte = r.il_y_a(14);
        let dits = [("envisagee", ouverte), (etat, r.il_y_a(9))];
        let dits = if etat == "envisagee" { &dits[..1] } else { &dits[..] };
        let motif: Option<&str> = (etat == "abandonnee").then_some("employeur");
        let depuis = dits.last().map_or(ouverte, |(_, le)| *le);
        let piste = [
            ("structure_id", r.mission.into()),
            ("jeune_id", r.jeunes[rang].into()),
            ("siret", siret.into()),
            ("employeur_nom", nom.into()),
            ("cfa_id", r.cfa.into()),
            ("ouverte_le", ouverte.into()),
            ("signature_prevue", prevue.into()),
            ("etat", etat.into()),
            ("date_etat", depuis.into()),
            ("motif", motif.into()),
            ("saisi_le", depuis.into()),
        ];
        let piste = r.ecrire("pistes", &piste).await?;
        for (dit, le) in dits {
            let fait = [
                ("piste_id", piste.into()),
                ("etat", (*dit).into()),
                ("date", (*le).into()),
                ("motif", motif.filter(|_| *dit == etat).into()),
                ("structure_id", r.mission.into()),
                ("compte_id", equipe.claire.into()),
                ("note_le", Instant::debut_du_jour(*le).into()),
            ];
            r.ecrire("pistes_etats", &fait).await?;
        }
    }
    Ok(())
}
