// Copies the page's address, which holds all that was filled in.

export function copying(button, status) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      status.textContent = button.dataset.done;
    } catch {
      // Without a secure connection no page may write to the clipboard.
      status.textContent = button.dataset.byHand;
    }
  });
}
