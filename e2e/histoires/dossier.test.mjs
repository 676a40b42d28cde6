import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { capturer, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { compte, telecharger } from '../outils/page.mjs';
import { demonstration } from '../outils/serveur.mjs';

const jour = (dans) => new Date(Date.now() + dans * 86_400_000).toISOString().slice(0, 10);

describe('Un dossier partagé, du premier accueil à la lecture par la jeune', () => {
  let site, claire, nadia, mamadou, luc, marc;
  let inaya; // address of the file of the one whom Claire welcomes
  const ouvrir = async (qui, options) => {
    const vue = await fenetre(site, options);
    await entrer(vue.page, qui);
    return vue;
  };
  before(async () => {
    site = await demonstration();
    [claire, nadia, mamadou, luc, marc] = [
      await ouvrir(/^Claire N\./), await ouvrir(/^Nadia B\./), await ouvrir(/^Mamadou D\./), await ouvrir(/^Luc V\./), await ouvrir(/^Marc F\./),
    ];
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('Claire commence par sa journée : ses rendez-vous, les silences, les réponses', async () => {
    const { page } = claire;
    await page.getByRole('heading', { level: 1, name: 'Ma journée' }).waitFor();
    await page.getByRole('link', { name: /sans contact/ }).waitFor();
    await capturer(page, '50-journee');
    const texte = await page.getByRole('link', { name: /sans contact/ }).innerText();
    await page.getByRole('link', { name: /sans contact/ }).click();
    assert.equal(await compte(page), Number(texte.match(/\d+/)[0]), 'le nombre de la journée est celui de la liste');
  });

  it('elle accueille Inaya, et en devient référente', async () => {
    const { page } = claire;
    await page.goto('/jeunes/nouveau');
    await page.getByLabel(/^Nom/).fill('Essaimoré');
    await page.getByLabel(/^Prénom/).fill('Inaya');
    await page.getByLabel(/Date de naissance/).fill('2007-05-04');
    await capturer(page, '51-accueillir');
    const inscrire = () => page.locator('main form').filter({ has: page.getByLabel(/^Prénom/) }).getByRole('button').last().click();
    await inscrire();
    // Nothing is kept yet: what was typed is read again, then confirmed.
    await page.getByRole('heading', { name: "Relisez avant d'inscrire" }).waitFor();
    await inscrire();
    await page.getByRole('heading', { level: 1, name: /Inaya ESSAIMORÉ/ }).waitFor();
    inaya = new URL(page.url()).pathname;
    await page.getByText(/vous en êtes référent/).waitFor();
    await page.getByRole('link', { name: 'Référent, partages' }).click();
    await page.getByText(/Référent : Claire N\./).waitFor();
    await capturer(page, '52-qui-suit');
  });

  it('avant le partage, le formateur et la voisine ne la trouvent nulle part', async () => {
    for (const { page } of [mamadou, luc]) {
      assert.equal((await page.request.get(inaya)).status(), 404);
      await page.goto('/jeunes?q=essaimore');
      await page.getByText('Aucun résultat').waitFor();
      assert.ok(!(await (await page.request.get('/jeunes.csv?q=essaimore')).text()).includes('Inaya'));
    }
    assert.equal((await marc.page.request.get(inaya)).status(), 404);
    assert.equal((await marc.page.request.get('/jeunes')).status(), 404);
  });

  it('Claire note un frein et deux notes, puis ouvre le dossier au CFA pour une raison et jusqu\'à une date', async () => {
    const { page } = claire;
    await page.goto(`${inaya}/freins`);
    await page.getByLabel(/^Thème/).selectOption({ index: 1 });
    await page.getByLabel(/^Constaté le/).fill(jour(0));
    await page.getByRole('button', { name: 'Noter ce frein' }).click();
    for (const [niveau, texte] of [['structure', 'Interne : à revoir en équipe.'], ['jeune', 'Apporter le CV imprimé.']]) {
      await page.goto(`${inaya}/notes/nouvelle`);
      await page.locator(`input[name=niveau][value=${niveau}]`).check();
      await page.getByLabel(/^Note/).fill(texte);
      await page.getByRole('button', { name: 'Enregistrer la note' }).click();
      await page.getByText(texte).waitFor();
    }
    await capturer(page, '53-fiche-conseillere');
    await page.goto(`${inaya}/partages/nouveau?q=Trois+Lunes`);
    await page.getByLabel(/^Pourquoi/).selectOption({ index: 1 });
    await page.getByLabel(/Dernier jour/).fill(jour(60));
    await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    await page.getByText('Le dossier est ouvert.').waitFor();
  });

  it('le formateur lit ce qu\'il doit, et rien de plus', async () => {
    const { page } = mamadou;
    await page.goto(inaya);
    await page.getByRole('heading', { level: 1, name: /Inaya/ }).waitFor();
    const texte = await page.locator('main').innerText();
    assert.ok(texte.includes('Apporter le CV imprimé.'));
    assert.ok(!/[Ff]rein/.test(texte), 'un CFA ne lit pas les freins');
    assert.ok(!texte.includes('Interne : à revoir'), 'ni les notes internes');
    assert.equal((await page.request.get(`${inaya}/freins`)).status(), 404);
    await capturer(page, '54-fiche-formateur');
    assert.equal((await luc.page.request.get(inaya)).status(), 404, 'la voisine ne la voit toujours pas');
  });

  it('le partage arrêté, le dossier n\'existe plus pour lui dès la page suivante', async () => {
    const { page } = claire;
    await page.goto(`${inaya}/suivi`);
    await page.getByText(/Prolonger, arrêter/).first().click();
    await page.getByRole('button', { name: 'Arrêter le partage' }).first().click();
    await page.getByText('Le partage est arrêté.').waitFor();
    assert.equal((await mamadou.page.request.get(inaya)).status(), 404);
  });

  it('l\'employeur lit des prénoms et des contrats', async () => {
    const { page } = await ouvrir(/^Hélène M\./);
    await page.goto('/apprentis');
    assert.equal(await compte(page), 2);
    const texte = await page.locator('table.liste').innerText();
    assert.ok(texte.includes('Jules') && !/kalindoki/i.test(texte));
    await capturer(page, '55-apprentis');
  });

  it('Karim part : Nadia passe ses jeunes à Claire, d\'un geste', async () => {
    const { page } = nadia;
    await page.goto('/referents/passer');
    await page.getByLabel('Personne qui passe la main').selectOption({ label: await page.locator('#de option', { hasText: 'Karim L.' }).innerText() });
    await page.getByRole('button', { name: 'Voir ses jeunes' }).click();
    const n = await page.locator('input[name=jeune]').count();
    assert.equal(n, 8);
    await page.locator('label', { hasText: 'Claire N.' }).first().click();
    await page.getByLabel(/Pourquoi/).fill('Départ de Karim');
    await capturer(page, '56-passer-la-main');
    await page.getByRole('button', { name: 'Passer la main' }).click();
    await page.getByText(/8\s+jeunes de Karim L\. ont un nouveau référent/).waitFor();
  });

  it('Amina lit sur son téléphone son rendez-vous, qui la suit et qui a lu', async () => {
    const { page, fautes } = await ouvrir(/^Amina B\./, { largeur: 360 });
    await claire.page.goto('/jeunes?q=boulezira');
    await claire.page.locator('table.liste a[href^="/jeunes/"]').first().click();
    await claire.page.getByRole('heading', { level: 1, name: /Amina/ }).waitFor();
    await page.goto('/mon-espace');
    await page.getByRole('heading', { name: 'Mon prochain rendez-vous' }).waitFor();
    await page.getByText(/à 9\sh\s30/).waitFor();
    await capturer(page, '57-mon-espace');
    await page.getByRole('link', { name: 'Voir qui me suit et qui a lu' }).click();
    await page.getByText('Claire N.').first().waitFor();
    await page.getByText(/a lu votre dossier/).first().waitFor();
    await capturer(page, '58-qui-a-lu');
    await page.goto('/mon-espace');
    const json = await telecharger(page, page.getByRole('link', { name: /pour un ordinateur/ }));
    const lu = JSON.parse(json.octets.toString());
    assert.equal(lu.jeunes[0].prenom, 'Amina');
    assert.ok(lu.lectures.length > 0 && lu.freins.length === 1);
    assert.ok(!json.octets.toString().includes('Revoir l\'aide au transport'), 'une note interne reste à la structure');
    const pdf = await telecharger(page, page.getByRole('link', { name: /à lire \(PDF\)/ }));
    assert.equal(pdf.octets.subarray(0, 5).toString(), '%PDF-');
    await page.getByRole('link', { name: 'Corriger mes coordonnées' }).click();
    await page.getByLabel('Téléphone').fill('06 39 98 00 42');
    await page.getByRole('button', { name: 'Enregistrer mes coordonnées' }).click();
    await page.getByText('C\'est enregistré.').waitFor();
    await page.goto('/mon-espace/parcours');
    await page.getByRole('link', { name: 'Je ne suis pas d\'accord' }).first().click();
    await page.getByLabel(/Ce qui n'est pas juste/).fill('J\'ai déjà donné mon CV.');
    await capturer(page, '59-contester');
    await page.getByRole('button', { name: 'Envoyer ma réponse' }).click();
    await page.getByText('C\'est envoyé.').waitFor();
    await page.getByRole('link', { name: 'Relire ce que vous avez dit' }).click();
    await page.getByText('J\'ai déjà donné mon CV.').waitFor();
    assert.deepEqual(fautes, []);
  });
});
