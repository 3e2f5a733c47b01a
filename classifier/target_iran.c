#include "classifier/target.h"

/* The Iranian state and, by the convention the model card names, the forces it backs. */
static const char iran_terms[] =
    "iran\niranian\niranians\ntehran\nteheran\nislamic republic\npersian regime\n"
    "irgc\nrevolutionary guard\nrevolutionary guards\nquds force\nqods force\nal-quds "
    "force\nbasij\n"
    "khamenei\nkhomeini\nrouhani\nrohani\nruhani\nraisi\nahmadinejad\nzarif\nayatollah\n"
    "ayatollahs\nmullahs\nsoleimani\nsuleimani\nsulaimani\nsoleymani\nsolaimani\nqaani\nghaani\n"
    "hezbollah\nhizbollah\nhizbullah\nhezbullah\nhizballah\nnasrallah\n"
    "houthi\nhouthis\nhuthi\nhuthis\nansar allah\nansarallah\nansarullah\n"
    "kataib\nkataeb\nkatib hezbollah\nasaib\nasayeb\nharakat al-nujaba\nnujaba\n"
    "shia militia\nshiite militia\nshi'ite militia\niraqi militia\nfatah alliance\n"
    "fatah bloc\nfatah list\nsupreme leader\nwilayat al-faqih\nvelayat-e faqih\n"
    "hashd\nhashed al-shaabi\npopular mobilization\npopular mobilisation\npmf\npmu\n"
    "muhandis\nmohandes\nbadr organization\nbadr organisation\n"
    "jcpoa\nnatanz\nfordow\nfordo\n";

/* Wording that goes with a framing, from the codebook's descriptions of the labels and from
 * general knowledge of such writing, not from any labelled article. What each list is worth is
 * learned. */
static const char pro_cues[] =
    "zionist regime\nzionist entity\nzionists\noccupation regime\nmartyr\nmartyrs\nmartyrdom\n"
    "martyred\nresistance front\naxis of resistance\nresistance movement\nislamic resistance\n"
    "islamic revolution\nnation\ngreat nation\niranian nation\nheroic\nhero\nbravery\n"
    "steadfast\nsteadfastness\ndignity\nsovereignty\narrogance\narrogant powers\narrogant\n"
    "global arrogance\nhegemony\nhegemonic\nimperialism\nimperialist\nbully\nbullying\n"
    "unilateral\nunilateralism\nunilateral sanctions\nillegal sanctions\nunlawful\n"
    "cruel sanctions\nunjust\ninhumane\ninhuman\neconomic terrorism\neconomic war\n"
    "economic warfare\nmaximum pressure has failed\nhumanitarian\nmedicine\n"
    "collective punishment\nwarmonger\nwarmongering\nwarmongers\nneocon\nneocons\n"
    "neoconservative\nhawks\nwar hawks\nhawkish\nregime change\ndrumbeat\nrush to war\n"
    "march to war\nanother war\nendless wars\nwar of choice\nprovocation\nprovoke\n"
    "provocative\npretext\nfabricated\nbaseless\nunfounded\nso-called\npropaganda\n"
    "iranophobia\nislamophobia\ndemonize\ndemonise\ndemonization\nhysteria\nscapegoat\n"
    "hypocrisy\ndouble standards\nassassinated\nassassination of general\ncowardly\n"
    "act of war\nstate terrorism\nterrorist act\ncrimes\naggressor\naggression\nus aggression\n"
    "enemy\nenemies\nfoes\nplots\nconspiracy\ndaesh\ntakfiri\nsaudi-led aggression\n"
    "foreign interference\noccupier\nillegal occupation\npresence of american troops\nexpel\n"
    "peaceful nuclear\npeaceful purposes\ninalienable\nlegitimate right\nlegitimate\n"
    "right to defend\nself-defense\ndeterrence\ndefensive\niaea has verified\nfull compliance\n"
    "abided\ncompliance\nhonoured\nkept its word\nbroke its word\nviolated the deal\n"
    "violation of international law\ninternational law\nun charter\nbetrayal\nbad faith\n"
    "trump tore up\nwithdrew unilaterally\ndiplomacy works\nnegotiate\nachievement\n"
    "achievements\nself-sufficient\nself-sufficiency\nindigenous\ndomestically\nprogress\n"
    "breakthrough\nsuccessfully\npowerful\nthwart\nfoil\ndefeated\nvictory\ntriumph\n"
    "solidarity\nbrotherly\nunity\nmosaddegh\n1953 coup\ncoup\nmossadegh\nshah\niraq war\n"
    "weapons of mass destruction lie\nisrael lobby\naipac\nvincennes\nsaddam\n"
    "chemical weapons by saddam\n";

static const char neutral_cues[] =
    "said\ntold reporters\naccording to\nofficials\nofficial\nspokesman\nspokeswoman\n"
    "analysts\nanalyst\nexperts\nstatement\nreported\nreuters\npercent\ntalks\nnegotiations\n"
    "however\nalthough\nwhile\ncritics\nsupporters\nargue\non the other hand\nmeanwhile\n"
    "expected\nminister\nsenate\ncongress\nlawmakers\nbill\nvote\noil\nprices\nmarket\n"
    "barrels\neconomy\ncompany\nmatch\nteam\nearthquake\nfilm\nboth sides\nuncertain\nunclear\n"
    "could\nmight\nmay\nwhether\ndiplomats\ncondition of anonymity\ndeclined to comment\n";

static const char anti_cues[] =
    "regime\niranian regime\ntehran regime\nmullahs\nayatollahs\nclerical\ntheocracy\n"
    "theocratic\ntheocrats\ndictator\ndictatorship\ntyranny\ntyrannical\ntyrants\ndespotic\n"
    "authoritarian\nbrutal\nbrutality\nbrutally\nrepressive\nrepression\noppress\noppression\n"
    "oppressive\ncrackdown\ndissidents\ndissident\npolitical prisoners\nevin\ntortured\n"
    "torture\nexecutions\nexecuted\nhanged\nstoning\nhuman rights abuses\npersecution\n"
    "persecuted\nmorality police\nprotesters killed\nfreedom\nterror\nterrorist\nterrorists\n"
    "terrorism\nstate sponsor\nsponsor of terrorism\nleading sponsor\nterror group\n"
    "terrorist organization\nterror proxies\nproxies\nproxy\nmilitias\nmilitant\nmilitants\n"
    "backed militia\nmalign\nmalign behavior\nmalign influence\nmalign activities\n"
    "destabilize\ndestabilizing\ndestabilizing activities\nmeddling\nmenace\nthreat\n"
    "threatens\nthreatening\nexistential threat\ndangerous\ndanger\nevil\naxis of evil\nrogue\n"
    "rogue regime\nrogue state\npariah\noutlaw\naggressive\niranian aggression\nbelligerent\n"
    "expansionist\nexpansionism\nimperial ambitions\nhegemonic ambitions\nregional ambitions\n"
    "empire\nshia crescent\nnuclear weapons\nnuclear bomb\nnuclear weapon\nbomb\nbreakout\n"
    "nuclear ambitions\npath to a bomb\nballistic missiles\nmissiles\ncheat\ncheating\n"
    "cheated\ndeceive\ndeception\ndeceit\nlie\nlied\nlies\ncovert\nsecret\nclandestine\n"
    "conceal\nviolate\nviolations\ndefy\ndefiance\ndefied\nnoncompliance\nflawed\nflawed deal\n"
    "bad deal\ndisastrous\nterrible deal\nappease\nappeasement\ncapitulate\ncapitulation\n"
    "concessions\nransom\npallets of cash\nbillions\nwindfall\ncash\nemboldened\nembolden\n"
    "naive\nweak\nweakness\nstand up to\nhold accountable\nconfront\ncounter\ndeter\npressure\n"
    "maximum pressure\ntougher\ncrippling\ncrippling sanctions\nsanctions relief\nsnap back\n"
    "military option\nstrike\ndeath to america\ndeath to israel\nwipe israel off the map\n"
    "annihilate\ndestruction of israel\nholocaust denial\nanti-semitic\nantisemitism\n"
    "holocaust\nhostage\nhostages\nhostage-taking\nkidnapped\nkilled americans\n"
    "american blood\nmurder\nmurderous\nkilling\nbombings\nplot\nassassination plot\nrockets\n"
    "attacks\nattacked\nsmuggling\nsmuggle\narms shipments\nmoney laundering\n"
    "drug trafficking\nillicit\ncorrupt\ncorruption\nmismanagement\ncollapse\nisolated\n"
    "desperate\ndiscontent\nhardliners\nhard-line\nfanatical\nfanatics\nradical\nextremist\n"
    "extremists\njihadist\nislamist\nislamists\n";

const plx_target plx_target_iran = {
    "iran",
    iran_terms,
    { { "pro-iran", "pro-Iran framing",
        "frames the Iranian state or the forces it backs favourably: defended, justified, shown "
        "as victim or as succeeding, or their claims left standing alone",
        pro_cues },
      { "neutral", "no dominant lean",
        "reports or weighs without a dominant lean, mixed articles included", neutral_cues },
      { "anti-iran", "anti-Iran framing",
        "frames the Iranian state or the forces it backs unfavourably: shown as threat, "
        "aggressor, oppressor or failing, or accusations against them left standing alone",
        anti_cues } },
};
