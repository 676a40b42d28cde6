import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anomalies, debordement, tableau } from '../outils/controles.mjs';
import { capturer, fenetre, fermer } from '../outils/navigateur.mjs';
import { vierge } from '../outils/serveur.mjs';
import { codeTotp, enroler } from '../outils/totp.mjs';

const MOT = 'girafe tournevis lundi compote';

describe('Du premier lien à un compte protégé, puis inviter quelqu\'un', () => {
  let site, vue, page, secret;
  const fautes = [];
  const voir = async (nom) => {
    for (const largeur of [360, 1280]) {
      await page.setViewportSize({ width: largeur, height: 800 });
      const quoi = [...(await anomalies(page)), await debordement(page)].filter(Boolean);
      if (quoi.length) fautes.push({ page: `${nom} ${largeur}`, quoi });
      await capturer(page, `comptes/${nom}-${largeur}`);
    }
  };
  before(async () => {
    site = await vierge();
    vue = await fenetre(site);
    page = vue.page;
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('le premier lien mène à un mot de passe, à un code du téléphone, à des codes de secours', async () => {
    await page.goto('/connexion');
    await voir('01-connexion');
    await page.goto(site.invitation);
    await voir('02-lien');
    await page.getByRole('button', { name: 'Ouvrir mon espace' }).click();
    await page.getByLabel('Courriel').fill('admin@territoire.example');
    await page.getByLabel('Nouveau mot de passe').fill('motdepassemotdepasse');
    await page.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await page.getByText('trop facile à deviner').waitFor();
    await voir('03-mot-de-passe-refuse');
    await page.getByLabel('Nouveau mot de passe').fill(MOT);
    await page.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await page.getByRole('heading', { name: 'Ajouter un code à votre connexion' }).waitFor();
    await voir('04-second-facteur');
    secret = await enroler(page);
    await voir('05-codes-de-secours');
    await page.getByRole('link', { name: /J'ai noté mes codes/ }).click();
    await page.waitForURL('**/tableau-de-bord');
  });

  it('la personne invite un pilote et voit le lien une fois', async () => {
    await page.goto('/comptes');
    await voir('06-comptes');
    await page.goto('/comptes/nouveau');
    await voir('07-inviter');
    await page.getByLabel('Prénom et nom').fill('Paul R.');
    await page.getByLabel('Courriel').fill('paul@region.example');
    await page.getByLabel('Rôle').selectOption({ label: 'Pilotage' });
    await page.getByRole('button', { name: 'Créer le compte et le lien' }).click();
    assert.match(await page.getByLabel('Lien à usage unique').inputValue(), new RegExp(`^${site.url}/entrer/`));
    await voir('08-lien-d-invitation');
    await page.getByRole('link', { name: 'Voir le compte' }).click();
    await page.getByRole('heading', { level: 1, name: 'Paul R.' }).waitFor();
    await voir('09-compte');
    await page.goto('/mon-compte');
    await voir('10-mon-compte');
    await page.goto('/courriers');
    await voir('11-courriers');
  });

  it('elle sort, puis entre avec son mot de passe et un code', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.goto('/connexion');
    await page.getByLabel('Courriel').fill('ADMIN@territoire.example');
    await page.getByLabel('Mot de passe').fill(MOT);
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await voir('12-verification');
    // The code of the step before was used to set it: that of the next one is accepted a step early.
    await page.getByLabel('Code').fill(codeTotp(secret, Date.now() + 30_000));
    await page.getByRole('button', { name: 'Entrer', exact: true }).click();
    await page.waitForURL('**/tableau-de-bord');
  });

  it('un jeune demande un code', async () => {
    await page.goto('/connexion/code');
    await voir('13-demander-un-code');
    await page.getByLabel(/courriel ou votre téléphone/).fill('06 39 98 01 10');
    await page.getByRole('button', { name: 'Recevoir mon code' }).click();
    await page.getByRole('heading', { level: 1, name: 'Taper le code' }).waitFor();
    await voir('14-taper-le-code');
  });

  it('cinq minutes avant la fin, la page prévient et garde la session sans changer de page', async () => {
    await page.clock.install();
    await page.goto('/mon-compte');
    await page.clock.fastForward(10 * 60 * 1000 + 1000);
    await page.getByRole('alert').getByText('se ferme dans moins de 5 minutes').waitFor();
    await voir('15-fin-proche');
    await page.getByRole('button', { name: 'Rester connecté' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('aucune de ces pages n\'a d\'anomalie, à 360 comme à 1280 points', () => {
    assert.equal(fautes.length, 0, tableau(fautes));
    assert.deepEqual(vue.fautes, []);
  });
});
