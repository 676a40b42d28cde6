import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { capturer, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { demonstration } from '../outils/serveur.mjs';

const jour = (dans) => new Date(Date.now() + dans * 86_400_000).toISOString().slice(0, 10);

/** Counts the clicks of a gesture: from the page where it is thought of to the sentence that says it is done. */
function compteur() {
  let clics = 0;
  return { clic: async (cible) => { clics += 1; await cible.click(); }, combien: () => clics };
}

describe('Les gestes de tous les jours, comptés en clics, sur un téléphone', () => {
  let site, page, dossier;
  const chemin = () => { const u = new URL(page.url()); return u.pathname; };
  before(async () => {
    site = await demonstration();
    ({ page } = await fenetre(site, { largeur: 360 }));
    await entrer(page, /^Claire N\./);
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('dire une présence : 1, sans quitter la page', async () => {
    const { clic, combien } = compteur();
    await page.goto('/journee');
    const rdv = page.locator('form[aria-label^="Présence"]').first();
    await clic(rdv.getByRole('button', { name: /^Présent/ }));
    await page.getByText(/ : présente?\.$/).waitFor();
    await page.getByRole('button', { name: 'Reprendre' }).waitFor();
    assert.deepEqual([combien(), chemin()], [1, '/journee']);
  });

  it('relancer un jeune silencieux : 2, l\'appel et ce qu\'il en est', async () => {
    const { clic, combien } = compteur();
    await page.goto('/journee');
    const appel = page.locator('li', { has: page.locator('form[aria-label^="Appel"]') }).first();
    const lien = appel.getByRole('link', { name: /^Appeler/ });
    assert.match(await lien.getAttribute('href'), /^tel:\+\d+$/);
    // No telephone answers here, and a call that waits for one keeps the page from going elsewhere.
    await lien.evaluate((a) => a.addEventListener('click', (e) => e.preventDefault()));
    await clic(lien);
    await clic(appel.getByRole('button', { name: /^Pas joint/ }));
    await page.getByText(/n'a pas répondu\./).waitFor();
    await page.getByRole('button', { name: 'Annuler ce contact' }).waitFor();
    assert.deepEqual([combien(), chemin()], [2, '/journee']);
  });

  it('la liste de ses jeunes montre le premier nom sans défiler, et qui attend le plus', async () => {
    await page.goto('/jeunes?referent=moi');
    const premier = page.locator('table.liste tbody th').first();
    const { y, height } = await premier.boundingBox();
    assert.ok(y + height < 740, `le premier nom est à ${y} px`);
    await capturer(page, '70-mes-jeunes');
    await premier.getByRole('link').click();
    await page.waitForURL(/\/jeunes\/[0-9a-f-]{36}$/);
    dossier = chemin();
    await capturer(page, '71-dossier-telephone');
  });

  it('prévoir un rendez-vous : 2', async () => {
    const { clic, combien } = compteur();
    await page.goto(dossier);
    await clic(page.getByRole('link', { name: 'Prévoir un rendez-vous' }));
    await page.getByLabel(/^Jour/).fill(jour(5));
    await clic(page.locator('main form').filter({ has: page.getByLabel(/^Jour/) }).getByRole('button').last());
    await page.getByText('Contact noté.').waitFor();
    assert.deepEqual([combien(), chemin()], [2, dossier]);
  });

  it('noter un frein : 2', async () => {
    const { clic, combien } = compteur();
    await page.goto(dossier);
    await clic(page.getByRole('link', { name: /Noter un frein|Voir les freins/ }));
    await page.getByLabel(/^Thème/).selectOption({ index: 1 });
    await page.getByLabel(/^Constaté le/).fill(jour(0));
    await clic(page.getByRole('button', { name: 'Noter ce frein' }));
    await page.locator('[role=status]').first().waitFor();
    assert.equal(combien(), 2);
  });

  it('ouvrir le dossier à un CFA : 3, passer la main : 3', async () => {
    const { clic, combien } = compteur();
    await page.goto(dossier);
    await clic(page.getByRole('link', { name: 'Ouvrir à une structure' }));
    await clic(page.locator('label', { hasText: /CFA/ }).first());
    await page.getByLabel(/^Pourquoi/).selectOption({ index: 1 });
    await page.getByLabel(/Dernier jour/).fill(jour(60));
    await clic(page.getByRole('button', { name: 'Ouvrir le dossier' }));
    await page.getByText('Le dossier est ouvert.').waitFor();
    assert.deepEqual([combien(), chemin()], [3, dossier]);

    const main = compteur();
    await main.clic(page.getByRole('link', { name: 'Référent, partages' }));
    await main.clic(page.locator('summary', { hasText: 'Passer la main' }));
    await page.getByLabel('À qui').selectOption({ index: 0 });
    const passer = page.locator('main form').filter({ has: page.getByRole('button', { name: 'Passer la main' }) });
    await passer.getByLabel(/Pourquoi/).fill('Changement de secteur');
    await main.clic(passer.getByRole('button', { name: 'Passer la main' }));
    await page.getByText('La main est passée.').waitFor();
    assert.equal(main.combien(), 3);
  });

  it('inscrire quelqu\'un : 2, et la personne a son référent', async () => {
    const { clic, combien } = compteur();
    await page.goto('/jeunes/nouveau');
    await page.getByLabel(/^Nom/).fill('Essaimoré');
    await page.getByLabel(/^Prénom/).fill('Inaya');
    await page.getByLabel(/Date de naissance/).fill('2007-05-04');
    const inscrire = () => clic(page.locator('main form').filter({ has: page.getByLabel(/^Prénom/) }).getByRole('button').last());
    await inscrire();
    await page.getByRole('heading', { name: 'Relisez avant d\'inscrire' }).waitFor();
    await inscrire();
    await page.getByText(/vous en êtes référent/).waitFor();
    assert.equal(combien(), 2);
    await page.goto('/jeunes?referent=moi&q=essaimore');
    await page.getByRole('link', { name: /Inaya ESSAIMORÉ/ }).waitFor();
  });

  it('nommer le référent de tous ceux de l\'année : 2, et le reprendre : 1', async () => {
    ({ page } = await fenetre(site, { largeur: 360 }));
    await entrer(page, /^Nadia B\./);
    await page.goto('/journee');
    const { clic, combien } = compteur();
    await clic(page.getByRole('link', { name: 'Nommer', exact: true }));
    const coches = await page.locator('input[name="jeune"]:checked').count();
    assert.ok(coches > 1, 'those of the year are ticked');
    await clic(page.getByRole('button', { name: 'Nommer', exact: true }));
    await page.getByText(`${coches}\u00a0jeunes ont un référent depuis aujourd'hui.`).waitFor();
    assert.deepEqual([combien(), chemin()], [2, '/referents/nommer']);
    await capturer(page, 'referents-nommes-360');

    const reprise = compteur();
    await reprise.clic(page.getByRole('button', { name: 'Reprendre ces nominations' }));
    await page.getByText(`${coches}\u00a0jeunes n'ont plus de référent.`).waitFor();
    assert.equal(reprise.combien(), 1);
  });
});
