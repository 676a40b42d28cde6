import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ecrireXlsx, lireCsv } from '../outils/fichiers.mjs';
import { capturer, fenetre, fermer } from '../outils/navigateur.mjs';
import { compte, deposer, telecharger, verdict } from '../outils/page.mjs';
import { vierge } from '../outils/serveur.mjs';

const STRUCTURES = `code;nom;type;departement
ML-NORD;Mission locale Nord;mission_locale;93
CFA-LAC;CFA du Lac;cfa;93
`;
const JEUNES = `structure;numero;nom;prenom;date_naissance;commune_insee
ML-NORD;0001;Sorel;Amina;12/03/2007;93010
ML-NORD;0002;Kerval;Jules;31/02/2006;93048
ML-NORD;0003;Ondine;Noé;04/11/2005;93066
`;
const CONTRATS = `structure;jeune;type;cfa;date_debut;date_fin
ML-NORD;0001;apprentissage;CFA-LAC;2025-09-01;2027-08-31
`;

describe('Importer une livraison depuis le site, sur une base vide', () => {
  let site, vue, page;
  const ouvrirRecu = (nom) => page.locator('table.liste tbody tr', { hasText: nom }).first().getByRole('link').click();
  before(async () => {
    site = await vierge();
    vue = await fenetre(site);
    page = vue.page;
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('le lien à usage unique ouvre la porte une fois, et une seule', async () => {
    await page.goto(site.lien);
    await capturer(page, '20-premier-lien');
    await page.getByRole('button', { name: 'Ouvrir mon espace' }).click();
    await page.waitForURL('**/tableau-de-bord');
    const autre = await fenetre(site);
    await autre.page.goto(site.lien);
    await autre.page.getByRole('button', { name: 'Ouvrir mon espace' }).click();
    await autre.page.getByText('Ce lien a déjà servi ou a expiré').waitFor();
    await capturer(autre.page, '21-lien-deja-servi');
    await autre.fermer();
  });

  it('le tableau de bord vide dit quoi faire, et y mène', async () => {
    await capturer(page, '22-tableau-de-bord-vide');
    await page.getByRole('link', { name: 'Importer une livraison' }).click();
    await page.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
  });

  it('trois fichiers déposés d\'un coup rendent un verdict chacun ; la ligne fausse est dite et rendue', async () => {
    await deposer(page, { 'contrats.csv': CONTRATS, 'jeunes.csv': JEUNES, 'structures.csv': STRUCTURES });
    assert.equal(await compte(page), 3);
    await capturer(page, '23-imports');
    await ouvrirRecu('jeunes.csv');
    assert.deepEqual(await verdict(page), { 'lignes lues': 3, créées: 2, modifiées: 0, inchangées: 0, refusées: 1 });
    const refus = page.locator('table.liste tbody tr');
    assert.equal(await refus.count(), 1);
    assert.match(await refus.innerText(), /Ligne 3[\s\S]*date_naissance[\s\S]*31\/02\/2006/);
    await capturer(page, '24-verdicts');
  });

  it('les lignes rendues, corrigées puis redéposées telles quelles, sont toutes gardées', async () => {
    const rendu = await telecharger(page, page.getByRole('link', { name: 'Les lignes refusées (CSV)' }));
    const lignes = lireCsv(rendu.octets);
    assert.deepEqual(lignes.map((l) => l.at(-1) === '' || l.length), [7, 7]);
    assert.equal(lignes[0].at(-1), 'motif_refus');
    assert.match(lignes[1].at(-1), /date_naissance/);
    await deposer(page, { [rendu.nom]: rendu.octets.toString('utf8').replace('31/02/2006', '28/02/2006') });
    const lu = await verdict(page);
    assert.equal(lu['créées'], 1);
    assert.equal(lu['refusées'], 0);
    await page.goto('/jeunes');
    assert.equal(await compte(page), 3);
  });

  it('redéposer la même livraison ne change rien', async () => {
    const bons = JEUNES.replace('31/02/2006', '28/02/2006');
    await deposer(page, { 'jeunes.csv': bons });
    assert.deepEqual(await verdict(page), { 'lignes lues': 3, créées: 0, modifiées: 0, inchangées: 3, refusées: 0 });
    await deposer(page, { 'structures.csv': STRUCTURES, 'jeunes.csv': bons, 'contrats.csv': CONTRATS });
    for (const [nom, n] of [['structures.csv', 2], ['jeunes.csv', 3], ['contrats.csv', 1]]) {
      await page.goto('/imports');
      await ouvrirRecu(nom);
      assert.equal((await verdict(page))['inchangées'], n, nom);
    }
  });

  it('essayer seulement ne garde rien', async () => {
    await page.goto('/imports');
    await page.getByLabel('Que faire des lignes').selectOption({ value: 'a_blanc' });
    await page.getByLabel('Fichiers de la livraison').setInputFiles({ name: 'structures.csv', mimeType: 'text/csv', buffer: Buffer.from('code;nom;type\nE2C-A;École A;e2c\n') });
    await page.getByRole('button', { name: 'Importer ces fichiers' }).click();
    await page.getByText('Essai : rien n\'est enregistré').first().waitFor();
    await page.goto('/structures');
    assert.equal(await compte(page), 2);
  });

  it('un classeur Excel se dépose aussi', async () => {
    const xlsx = ecrireXlsx([['Code', 'Nom', 'Type', 'Département'], ['CFA-RIVE', 'CFA de la Rive', 'cfa', '93'], ['E2C-EST', 'École de la 2e chance Est', 'e2c', '93']]);
    await deposer(page, { 'structures.xlsx': xlsx });
    assert.equal((await verdict(page))['créées'], 2);
    await page.goto('/structures');
    assert.equal(await compte(page), 4);
    await capturer(page, '25-structures-importees');
  });

  it('un fichier dont le nom ne dit pas le contenu reçoit sa phrase, en français', async () => {
    await deposer(page, { 'budget-previsionnel.csv': 'ligne;montant\nachats;1200\n' });
    const dit = await page.locator('.avis-alerte').innerText();
    assert.match(dit, /budget-previsionnel\.csv/);
    assert.match(dit, /jeunes/);
    await capturer(page, '26-nature-inconnue');
    await deposer(page, { 'jeunes.csv': 'numero;nom;prenom\n0009;Sans;Structure\n' });
    assert.match(await page.locator('main').innerText(), /structure/);
    await capturer(page, '27-colonne-manquante');
  });

  it('déposer sans choisir de fichier dit quoi faire', async () => {
    const reponse = await page.request.post('/imports', { multipart: { mode: '' }, headers: { origin: site.url } });
    assert.equal(reponse.status(), 422);
    assert.match(await reponse.text(), /Choisissez au moins un fichier/);
  });

  it('le journal garde chaque écriture', async () => {
    await page.goto('/journal');
    assert.ok((await compte(page)) >= 9);
    await capturer(page, '28-journal');
  });

  it('rien d\'interdit n\'a eu lieu', () => assert.deepEqual(vue.fautes, []));
});
