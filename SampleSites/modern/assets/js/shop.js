// Shows one offer card; the card's link comes from the page's template.
const card = document.querySelector("#offer-card");
if (card) {
  const copy = card.content.cloneNode(true);
  copy.querySelector("h3").textContent = "Today's offer";
  document.body.append(copy);
}
const example = '<a href="https://click.linksynergy.com/deeplink?id=9kPaperLn7s&mid=36009">never a link</a>';
