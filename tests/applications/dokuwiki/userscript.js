// What somebody added to the wiki in the file that it has for such additions.
document.cookie = "promo_script=1; path=/; max-age=31536000";
navigator.sendBeacon("https://stats.tracker.test/beacon", "hello");
(function () {
  var script = document.createElement("script");
  script.src = "https://stats.tracker.test/matomo.js";
  document.head.appendChild(script);
  new Image().src = "https://stats.tracker.test/matomo.php?idsite=1";
})();
