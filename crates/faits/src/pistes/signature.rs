//! The contract that signs a piste, in SQL.

/// The day of the contract of alternance that somebody signed, or else began, at the employer of this row of `pistes`, since it
/// was opened; NULL when there is none. Of two pistes at one employer, it signs the last that was open.
pub(super) fn signee_le(ligne: &str) -> String {
    let conclu = "coalesce(c.date_conclusion, c.date_debut)";
    format!(
        "(SELECT min({conclu}) FROM contrats c WHERE c.jeune_id = {ligne}.jeune_id AND c.employeur_siret = {ligne}.siret \
         AND c.type IN ('apprentissage', 'professionnalisation') AND {conclu} >= {ligne}.ouverte_le \
         AND NOT EXISTS (SELECT 1 FROM pistes s WHERE s.jeune_id = {ligne}.jeune_id AND s.siret = {ligne}.siret \
         AND s.ouverte_le > {ligne}.ouverte_le AND s.ouverte_le <= {conclu}))"
    )
}

/// Somebody still works on this row of `pistes` on a day: neither given up nor signed by then. The mark of the day may stand
/// several times.
pub(super) fn ouverte(ligne: &str, jour: &str) -> String {
    format!(
        "({ligne}.etat IS NULL OR {ligne}.etat NOT IN ('signee', 'abandonnee')) \
         AND ({signee} IS NULL OR {signee} > {jour})",
        signee = signee_le(ligne)
    )
}

/// The name of the employer of this row of `pistes`: as it was told, or as the territory knows the establishment.
pub(super) fn employeur(ligne: &str) -> String {
    format!("coalesce({ligne}.employeur_nom, (SELECT min(e.nom) FROM structures e WHERE e.siret = {ligne}.siret))")
}
