// Warns five minutes before the session closes, and keeps it open on request without leaving the page.
// Without this script the foot of every page says the hour, and its link does the same.
(() => {
  const ligne = document.querySelector('.fin-session');
  if (!ligne) return;
  const AVIS = 5 * 60;
  let minuterie;
  const armer = (secondes) => {
    clearTimeout(minuterie);
    minuterie = setTimeout(prevenir, Math.max(0, secondes - AVIS) * 1000);
  };
  const prevenir = () => {
    const bandeau = document.createElement('div');
    bandeau.className = 'avis avis-attention fin-proche';
    bandeau.setAttribute('role', 'alert');
    const phrase = document.createElement('p');
    bandeau.append(phrase);
    document.querySelector('main').prepend(bandeau);
    if (ligne.dataset.ferme === 'true') {
      phrase.textContent = 'Votre session se ferme dans moins de 5 minutes. Enregistrez votre travail, puis reconnectez-vous.';
      return;
    }
    phrase.textContent = 'Votre session se ferme dans moins de 5 minutes. ';
    const bouton = document.createElement('button');
    bouton.className = 'btn btn-primary';
    bouton.type = 'button';
    bouton.textContent = 'Rester connecté';
    bouton.addEventListener('click', async () => {
      const reponse = await fetch('/mon-compte', { redirect: 'manual', headers: { accept: 'text/html' } });
      if (!reponse.ok) {
        phrase.textContent = 'Votre session est fermée. Copiez ce que vous avez écrit, puis reconnectez-vous.';
        bouton.remove();
        return;
      }
      const page = new DOMParser().parseFromString(await reponse.text(), 'text/html').querySelector('.fin-session');
      ligne.replaceChildren(...page.childNodes);
      ligne.dataset.ferme = page.dataset.ferme;
      bandeau.remove();
      armer(Number(page.dataset.reste));
    });
    bandeau.append(bouton);
  };
  armer(Number(ligne.dataset.reste));
})();
