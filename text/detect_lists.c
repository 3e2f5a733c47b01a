#include "text/detect_lists.h"

/* Written for this purpose from what a newspaper of each language is full of: function words
 * first, then the verbs of reporting and the words for year, government and country. Languages
 * that no one will search for are here to keep their texts from passing for a neighbour's. */
/* clang-format off: a language is a row, its words are running text */
const plx_detect_list plx_detect_lists[] = {
    { "en", PLX_SCRIPT_LATIN, "",
      "the of and to in a is that for it as was with be by on not he i this are or his "
      "from at which but have an had they you were their one all we can her has there "
      "been if more when will would who so no said its about into than them out up some "
      "could time these two may then do first any my now such like other how over our "
      "only also after new what year years people government says before many most "
      "against did because where under between during she him your while just should week "
      "month today last still even well made make being through president former told us" },
    { "de", PLX_SCRIPT_LATIN, "äöüß",
      "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als "
      "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie "
      "einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein "
      "wurde wenn können hatte gegen vom schon ihre ihr wir ich unter kann soll worden "
      "seit sei seien habe müssen zwischen diese dieser dieses damit bereits wegen sagte "
      "sagt jahr jahre jahren jahres ihm ihn doch da denn was waren wurden rund laut beim "
      "etwa zwei drei neue neuen sondern während weil kein keine heute dort hier viele "
      "sehr muss will regierung" },
    { "fr", PLX_SCRIPT_LATIN, "éèêëàâçîïôùûœ",
      "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se "
      "ce il sont avec son ou été cette aux mais comme sa ont d l qu s n c j fait être "
      "nous je on leur ses deux tout même elle lui après ans entre aussi sans bien contre "
      "dont peut était avait ces très vous ils selon depuis encore où si leurs avant "
      "pendant avoir fois moins faire autres afin sous lors notamment ainsi toujours "
      "jamais ceux année années président gouvernement pays dit déclaré mardi jeudi" },
    { "es", PLX_SCRIPT_LATIN, "áéíóúñü",
      "de la que el en y a los se del las un por con no una su para es al lo como más o "
      "pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también "
      "fue había era muy años hasta desde está mi porque qué sólo han yo hay vez puede "
      "todos así nos ni parte tiene él uno donde bien tiempo mismo ese ahora cada e vida "
      "otro después te otros aunque esa eso hace otra gobierno tan durante siempre día "
      "tanto ella tres sí dijo sido gran país según menos mundo año antes estado contra "
      "hecho presidente están ante quien tras nuevo hoy además mientras fueron millones" },
    { "ca", PLX_SCRIPT_LATIN, "àçèéíïòóúü",
      "de la i el que a en les els del un per una amb no es va al dels més d l com ha són "
      "s ser o seva seu han aquest aquesta també però si pel pels hi ja sobre entre fins "
      "està molt fer tot aquests van quan on sense havia ens ho ni després anys any "
      "segons seus seves aquestes cap contra durant des era altres tots dos dues mentre "
      "encara així perquè qui avui govern president estat això ara només nou cada té "
      "mateix dia fet dit" },
    { "pt", PLX_SCRIPT_LATIN, "áâãàçéêíóôõú",
      "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao "
      "ele das à seu sua ou ser quando muito nos já está eu também só pelo pela até isso "
      "ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha "
      "foram essa num nem suas meu às minha têm numa pelos elas havia seja qual será nós "
      "tenho lhe deles essas esses pelas este fosse são foi há ainda anos ano governo "
      "sobre contra segundo disse durante desde dois duas após presidente vai pode então "
      "país onde antes novo além tem hoje cada outro outros porque fazer" },
    { "it", PLX_SCRIPT_LATIN, "àèéìòù",
      "di e il la che in a per un è del le non una i da con si sono dei della al come più "
      "o ha l gli anche dal alla nel ma d lo nella delle ci se su mi hanno questo stato "
      "loro suo dopo ai degli essere sua tra era cui due questa alle sul dalla quando "
      "molto fatto c ne dell all nell sull dall stata anni poi già prima solo chi ancora "
      "tutto suoi perché così fra ad ed io ho aveva stati può dove contro senza quello "
      "quella ogni altri sempre mentre secondo lui lei ora anno governo presidente fino "
      "dai dalle oggi agli parte detto questi fa proprio" },
    { "nl", PLX_SCRIPT_LATIN, "éëïö",
      "de van het een en in is dat op te zijn met voor die niet aan er om ook als dan "
      "maar bij uit door nog naar heeft hij ze wordt over tot was meer worden werd of kan "
      "deze hebben ik al geen we wel zich hun je dit zou wat moet na tegen heel veel "
      "tussen onder jaar had kunnen zo waar moeten zij jaren volgens twee omdat toen haar "
      "hem mensen tijdens alleen nu werden waren eerste andere zegt zei nieuwe sinds wil "
      "mijn ons iets sterk laten wie hoe gaat zal onze enkele regering echter terwijl "
      "ander daar drie zonder hier zelf ging" },
    { "sv", PLX_SCRIPT_LATIN, "åäö",
      "och i att det som en på är av för med den till inte om har de ett han var men sig "
      "från vi så kan när år under också efter eller nu sin där vid mot ska skulle kommer "
      "ut får finns vara hade alla andra mycket än här då sedan över bara blir upp även "
      "vad få två vill ha många hon går sina kunde något fick blev hur mellan detta denna "
      "sitt dem enligt utan säger sade nya därför genom innan inom någon nog fram åren "
      "varit måste dock samt bland in mer man du jag er oss honom henne redan regeringen "
      "människor tre" },
    { "no", PLX_SCRIPT_LATIN, "åæøé",
      "og i det på som er en til å at av for med han den var de ikke har fra et seg men "
      "om så vi hun kan også skal etter ble blir være inn ved år mot når sin vil opp "
      "eller ut sier da hadde dette over mer selv hva bare få noe under kunne nå to andre "
      "der mange må mellom før gå alle enn mye sine ha første denne disse uten dem jeg "
      "hvor flere fått vært jo ville skulle se noen fikk blitt hans derfor hennes sa "
      "siden samtidig ifølge mens både fordi oss bli tatt sagt norge norske regjeringen "
      "folk "
      "deres helt nok deg hele tidligere mener allerede tre fire ingen fortsatt fram bruk ganger "
      "uke uker penger hjelp kommer viser slik nye igjen" },
    { "da", PLX_SCRIPT_LATIN, "åæøé",
      "og i at det er en den til på de som med for af der ikke et han har var fra om så "
      "sig men også kan vi når skal ved over efter under mod blev være kun end nu bliver "
      "op hun ud sin hvor ind eller alle før mere havde vil jeg meget selv mange år andre "
      "hvad disse bare må dette sine samt skulle blevet får fik kunne været sagde siger "
      "man mellem nogle flere uden deres hans hendes hvis to da hver ham dem du os få gør "
      "derfor ifølge mens både fordi allerede ingen lige noget ville danske danmark "
      "regeringen folk siden "
      "helt sidste dig hele tidligere mener tre fire stadig frem brug gange uge uger penge hjælp "
      "kommer viser nye igen sådan dog" },
    { "fi", PLX_SCRIPT_LATIN, "äö",
      "ja on ei että se oli hän mutta myös kun niin kuin ovat sen ole joka mukaan vuoden "
      "tai jo olisi ne mitä nyt voi vain vielä jos sekä kanssa hänen ollut mies jälkeen "
      "sitä siitä siihen noin kaikki eivät jotka oman olla tämä tämän ennen minä miten "
      "paljon tätä nämä siinä koska vuonna ollaan asti joita sanoo sanoi kertoi mikä "
      "missä enemmän aikana kuitenkin jossa jonka hyvin pitää olivat tulee heidän "
      "esimerkiksi lisäksi vuotta alle eri saa mukaisesti hallitus eikä sitten osa kahden "
      "kaksi siis aina asia nykyinen tällä" },
    { "pl", PLX_SCRIPT_LATIN, "ąćęłńóśźż",
      "w i na z do się nie o to że jest po a za od przez jak co ale dla są tym był ich "
      "tego przed oraz być czy może już przy tak także jego pod było tylko również który "
      "która które których ma ze jej kiedy była lub nad roku lat jako będzie sobie bardzo "
      "jednak między mnie bez gdy mu jeszcze mi go we nich te ten ta tej ja on ona oni my "
      "wszystko teraz bo został została miał powiedział rząd dwa gdzie żeby według "
      "podczas więc nawet były można ponad tych jednym przeciwko kilka temu dwóch "
      "prezydent mają niż raz czas jeden" },
    { "cs", PLX_SCRIPT_LATIN, "áčďéěíňóřšťúůýž",
      "a v se na je že s z do o i k ve pro za by si ale po jako podle jsem to tak jsou od "
      "aby jeho také které který která bude však než jen už při byl bylo ze jak má před "
      "co nebo až být není byla jejich u mezi její roce ještě pak ani kde když proti může "
      "této let tím pod vlády více jejím byly mu jsme tomu mají proto dva toho bez řekl "
      "uvedl další lidí tento těchto zde pouze protože během kteří nové několik vláda "
      "prezident dnes své svého jeden tři kdy kromě přes měl včetně ho byli dvou" },
    { "sk", PLX_SCRIPT_LATIN, "áäčďéíĺľňóôŕšťúýž",
      "a v sa na je že s z do o i k vo pre za by si ale po ako podľa som to tak sú od aby "
      "jeho tiež ktoré ktorý ktorá bude však než len už pri bol bolo zo má pred čo alebo "
      "až byť nie bola ich medzi jej roku ešte potom ani kde keď proti môže tejto rokov "
      "tým pod vlády viac boli mu sme tomu majú preto dva toho bez povedal uviedol ďalšie "
      "ľudí tento týchto lebo počas ktorí nové niekoľko vláda prezident dnes svoje svojho "
      "aj iba tri kým okrem cez mal vrátane ho dvoch pretože nich tam veľmi" },
    { "hu", PLX_SCRIPT_LATIN, "áéíóöőúüű",
      "a az és hogy nem is egy meg ez csak de ha mint már még volt el van lehet vagy azt "
      "sem ki nagyon be szerint így mert ezt amely több után lesz majd fel kell minden le "
      "között akkor pedig őt ami lett amit volna ezek voltak két más olyan sok ott itt "
      "mondta évben aki most miatt alatt első nagy új akik ellen magyar kormány illetve "
      "ők ezért azonban mintegy ennek annak tehát során míg valamint lenne arra erre azok "
      "nincs mi te én őket hanem ahol együtt évi ezer napján többek" },
    { "ro", PLX_SCRIPT_LATIN, "ăâîșțşţ",
      "de și în la a cu pe care din nu că o un să este se mai au pentru sau ca fi dar "
      "prin fost sunt ce al lui după ale cei ei cele sa acest această lor are cel dintre "
      "ar iar până ne nici fără când doar foarte am despre ani era unui unei acum unor "
      "tot anul doi asupra între astfel spus trebuie fie îi îl le ai mi noi el ea ele său "
      "sale săi acestei acestui acestea sub către putea poate dacă chiar peste însă "
      "aceste guvernul guvern președinte domnul cea ori două trei oameni" },
    { "tr", PLX_SCRIPT_LATIN, "çğıöşüâî",
      "ve bir bu da de için ile olarak çok daha olan gibi en ne kadar o sonra var ise "
      "ancak diye göre ama her olduğu ki ya değil kendi mi veya iki bin yeni oldu büyük "
      "etti yıl eden iyi etmek dedi hem arasında tarafından ilk önce karşı nin nın "
      "olduğunu şey türk türkiye yer olması ilgili başkanı şekilde tüm biz ben siz onun "
      "bunu birlikte üzerinde içinde bugün kez son zaman şöyle ifade söyledi milyon yüzde "
      "yılında yaptığı yapılan vardı yok olacak bütün itibaren bulunan konuştu açıkladı "
      "nedeniyle rağmen hükümet yaklaşık ayrıca "
      "konusunda hakkında artık bunun böyle önemli devam ediyor edildi eski gün ay eğer bile ister "
      "çünkü üzere hiç şu" },
    { "id", PLX_SCRIPT_LATIN, "",
      "yang dan di dengan untuk dari ini dalam itu pada tidak akan oleh ke juga adalah "
      "ada saat telah menjadi kata sebagai sudah bisa mereka tersebut saya karena lebih "
      "orang kami dia bahwa tahun atau hari para masih satu belum harus kepada secara "
      "seperti pemerintah banyak kita ia agar namun dapat antara warga sejak anak setelah "
      "sebelumnya lain baru dua tak hingga presiden terhadap saja hanya jika lalu tetapi "
      "melalui semua tentang bagi pun sangat lagi apa mengatakan ujar jadi yakni serta "
      "ketika seorang beberapa sekitar" },
    { "hr", PLX_SCRIPT_LATIN, "čćđšž",
      "je i u na se da za su od s o iz kao koji koja koje bi te ali nije ne što sve više "
      "bio bila bilo će sam do samo tako ili po pri dok nakon još biti ima zbog prije "
      "između godine godina kako tijekom također gdje ovaj ova ovo taj ta to tko nisu "
      "mogu može jedan dva tri protiv prema rekao kazao predsjednik vlade vijeće vrijeme "
      "mjesto ljudi bez već kad kada međutim njihov njegov njezin smo ih joj mu svi tog "
      "kojim kojima danas uvijek nego ovih svih sa ona oni osim svijeta svijetu hrvatska "
      "hrvatske vlada uz sljedeće cijena" },
    { "sr", PLX_SCRIPT_LATIN, "čćđšž",
      "je i u na se da za su od s o iz kao koji koja koje bi te ali nije ne što sve više "
      "bio bila bilo će sam do samo tako ili po pri dok nakon još biti ima zbog pre "
      "između godine godina kako tokom takođe gde ovaj ova ovo taj ta to ko nisu mogu "
      "može jedan dva tri protiv prema rekao kazao predsednik vlade vreme mesto ljudi bez "
      "već kad kada međutim njihov njegov njen smo ih joj mu svi tog kojim kojima danas "
      "uvek nego ovih svih sa ona oni osim sveta svetu srbija srbije vlada uz posle šta "
      "neko ovde vest sledeće dve juče dodao cena" },
    { "sl", PLX_SCRIPT_LATIN, "čšž",
      "in je v na da se so za z ki pa tudi ne po bi od s kot o iz bo pri ni še do bil "
      "bila bilo med več kar lahko leta let ali ter ko k sta če bodo pred zaradi tem zelo "
      "samo kako že biti ga jih njegov njen proti kjer danes vlada vlade predsednik tega "
      "te ta to mu jo ob tako najbolj povedal dejal dve dva vse vsi ljudi sem smo ima "
      "imajo nekaj drugi prav svoje temveč čeprav medtem vendar zdaj včeraj" },
    { "lt", PLX_SCRIPT_LATIN, "ąčęėįšųūž",
      "ir į iš kad su yra tai ne o bet kaip už apie buvo po jis ar iki savo taip jau dėl "
      "nuo tik prie tačiau metų metais bus pat jo jų kuris kuri kurie dar labai ji mes aš "
      "būti tarp prieš per pagal pasakė sakė teigė vyriausybė prezidentas dabar nėra šiuo "
      "šis ši šie todėl kai daug gali turi kurių jie joks vienas du trys nes arba tuo "
      "metu lietuvos lietuva žmonių" },
    { "lv", PLX_SCRIPT_LATIN, "āčēģīķļņšūž",
      "un ir ka no ar par uz arī kas bet lai nav vai to pēc pie tiek kā ja viņš tas šo "
      "tika gada gadā bija savu jau līdz ne vēl tikai kuru kuri kurš būs tiks tā šī šis "
      "gan var lielu tādēļ tomēr viņa viņi mēs es kad starp pret valdība prezidents "
      "sacīja teica ļoti daudz latvijas latvijā cilvēku kopš jo laikā divi trīs tagad "
      "tādu vairāk" },
    { "et", PLX_SCRIPT_LATIN, "äõöüšž",
      "ja on ei et see oli kui ka aga mis ning ta seda selle oma või siis nii veel kes "
      "välja ole pole kuid mida juba saab pärast eesti aasta aastal tema nende need neid "
      "ma me üle kas ainult mitte sest olid enne ütles rääkis valitsus president kõik "
      "väga ühe kaks palju nüüd praegu olema peab vahel vastu ees juures kuni poolt läbi "
      "tuleb võib inimest inimesed" },
    { "ga", PLX_SCRIPT_LATIN, "áéíóú",
      "an na agus i a ar is ag go le do tá bhí sé nach ní ach siad sí sin seo chun mar ó "
      "faoi nó den don leis bhfuil raibh níl aige iad é í de dá gur mé tú gan idir roimh "
      "tar éis freisin deir dúirt rialtas bliana bliain daoine eile orthu acu ann uaidh "
      "má níos sna dóibh chuig féin beidh" },
    { "eu", PLX_SCRIPT_LATIN, "ñ",
      "eta da ez du bat dira izan den zen ere zuen hori egin dute baina hau bere edo "
      "dituzte ditu dela duen zuten diren baino egun urte urtean asko izango beste haiek "
      "lehen gobernuak gobernuko presidenteak esan gehiago arte nahi dio dago zituen "
      "ondoren aurka honek arabera behar gaur bi hiru baita direla euskal ziren zituzten "
      "kontra bezala orain zein" },
    { "az", PLX_SCRIPT_LATIN, "əçğıöşü",
      "və bir bu ilə da də üçün olan edib edilib kimi ki onun olub olaraq daha var sonra "
      "çox hər isə qeyd bildirib olduğunu deyib azərbaycan prezidenti qədər görə artıq "
      "eyni həmin yeni ilk böyük zaman amma deyil olacaq biz mən onlar bütün arasında il "
      "ildə edən əsas haqqında dövlət iki əvvəl nə yoxdur ancaq həm xarici" },
    { "ku", PLX_SCRIPT_LATIN, "çêîşû",
      "û li di de ku ji bi ev xwe bo her ne jî wek wê wî ya yê yên be ye tê hat kir kirin "
      "dike dikin dibe jê vê vî ew em hûn wan me gelek piştî divê lê heta an niha ser nav "
      "dema bû bûn kurdistanê kurd kurdan gel tevî got da daye roja sala salê hikûmeta "
      "serokê nikare dixwaze hemû din" },
    { "vi", PLX_SCRIPT_LATIN, "áàãéèêíìóòôõúùýăâđêôơưĩũ",
      "và của là có cho được không trong với các những một người đã để đến từ này khi vào "
      "về cũng ra tại như nhiều năm sẽ đó ông theo trên hơn sau lại phải việc còn mà rất "
      "đang bị vì nói ngày nếu thì chỉ số trước tôi nước hai biết nhưng thủ đây bà họ "
      "chính phủ" },
    { "sq", PLX_SCRIPT_LATIN, "çë",
      "të e në dhe i me që për një së nga është u më ka si do ky kjo por edhe janë duke "
      "nuk tij saj kanë ishte se jo ose pas deri mund gjithë kur ai ajo ata tha mbi "
      "shqipëri shqipërisë qeveria kryeministri presidenti vit viti vitin vitit gjatë "
      "para kundër sipas tyre shumë disa duhet vetëm pra kështu këtë tani dy tre" },
    { "af", PLX_SCRIPT_LATIN, "êëôé",
      "die en van in is dat het nie om te vir met op wat n was hy sal sy as aan ook deur "
      "by kan hulle ek nog word uit na maar daar oor tot meer ons se moet wees of dit "
      "hierdie mense jaar ander nou so gesê suid regering president baie haar sê toe teen "
      "tussen onder voor jare reeds waar twee eerste" },
    { "ru", PLX_SCRIPT_CYRILLIC, "ёъыэщ",
      "и в не на что с он по это к но из у за от как о для его то так же все было бы был "
      "она мы они я или также если быть до при только уже чтобы после когда этого более "
      "ее еще ещё её их во со где есть этом были была года году лет время сказал заявил "
      "против между под над без может можно нет да ли ни вы мне себя этот эти эта том тем "
      "того чем кто ему ей нас вас им свою своей россии россия власти однако будет будут "
      "него потому очень снова ничего свои" },
    { "uk", PLX_SCRIPT_CYRILLIC, "іїєґщ",
      "і в не на що з він до за як у та це й але від його для по про так які який яка "
      "було бути був вони ми я або також якщо при тільки вже щоб після коли цього більше "
      "її ще їх із де є цьому були була року років час сказав заявив проти між під над "
      "без може можна немає чи ні ви мені себе цей ці ця тому тим того ніж хто йому їй "
      "нас вас їм свою своїй влади однак буде будуть зі через усі всі вона" },
    { "bg", PLX_SCRIPT_CYRILLIC, "ъщ",
      "и на в да не се от за по с е че са как това му до като но ще си при или към този "
      "тази тези те той тя ги след през още има които който която един една едно във със "
      "само може също го й ми ни бъде беше между без повече защото което година години "
      "според заяви каза срещу ли вече така много когато докато обаче пред над под няма "
      "бил била било страна преди тук там днес" },
    { "sr", PLX_SCRIPT_CYRILLIC, "ђјљњћџ",
      "и у је да на се за су од са о из као који која које би те али није не што све више "
      "био била било ће сам до само тако или по при док након још бити има због пре "
      "између године година како током такође где овај ова ово тај та то ко нису могу "
      "може један два против према рекао владе време људи без већ када њихов његов смо их "
      "му сви тог којим данас него свих она они осим србија србије влада уз после шта "
      "дана казао ове биће јер" },
    { "mk", PLX_SCRIPT_CYRILLIC, "ѓѕјљњќџ",
      "и на во да се од за со е не што ги по како ќе до но а кој која кои кое му ја има "
      "дека исто така овој оваа овие тоа тој таа тие при само уште или може беше биле "
      "била бил меѓу според изјави рече против повеќе години година кога каде затоа сите "
      "нема сега ова дел без пред ден денес ние јас тука околу ниту веќе" },
    { "be", PLX_SCRIPT_CYRILLIC, "іўёыэ",
      "і ў не на што з у ён да як але па за гэта для ад яго яны мы я або калі быць быў "
      "была было былі пры толькі ужо каб пасля гэтага які якая якія больш яе яшчэ іх дзе "
      "ёсць гады года год час сказаў заявіў паміж пад над без можа можна няма ці ні вы "
      "мне сябе гэты гэтыя тым таго чым хто яму ёй нас вас улады аднак будзе" },
    { "kk", PLX_SCRIPT_CYRILLIC, "әғқңөұүһіыэ",
      "және мен бұл үшін да де бір деп болып ол туралы бар жылы осы деді екі кейін болған "
      "болды олар біз жаңа өз өзінің сол ең көп емес керек дейін арқылы қазір" },
    { "ky", PLX_SCRIPT_CYRILLIC, "ңөүыэ",
      "жана бул менен үчүн бир болуп деп да өлкө жылы анын эле ошол кийин болгон алар "
      "эмес керек дагы дейт" },
    { "tg", PLX_SCRIPT_CYRILLIC, "ғӣқӯҳҷъэё",
      "ва дар ба аз ки ин бо барои аст буд он то кард худ шуд ҳам бар як низ дорад карда "
      "ҳар онҳо ӯ соли" },
    { "mn", PLX_SCRIPT_CYRILLIC, "өүыэъё",
      "нь юм байна энэ бол гэж мөн байгаа улсын тэр монгол болон хийх гэсэн дээр хүн оны "
      "болно бүр нэг гэх манай байсан" },
    { "he", PLX_SCRIPT_HEBREW, "",
      "של את על לא הוא זה כי עם גם או היא אל יותר כל אבל אם היה כך רק בין אחרי לפני לאחר "
      "יש אין הם אני אנחנו זו אלה כדי מה עוד אותו אותה היו הייתה להיות אשר לפי נגד מול "
      "שלא שהוא ישראל ממשלה ראש אמר אמרה כבר מאוד הזה הזאת היום שלו שלה שלהם שנים שנה עד "
      "אך ידי אולם הממשלה במהלך כמו בו בה לו לה" },
    { "yi", PLX_SCRIPT_HEBREW, "װױײ",
      "און די דער פון אין איז דאס צו מיט אויף האט נישט ער זיי מיר אבער זיך ווי וואס א אן "
      "פאר דעם זענען געווען אויך איר האבן איך קיין ניט דאָס אַ נאך ביי ווען" },
    { "ar", PLX_SCRIPT_ARABIC, "ةأإىآ",
      "فی من علی إلی الی أن التی الذی عن مع هذا هذه کان ما لا بعد قال وقال کما بین کل قبل "
      "منذ خلال أو او ان أنه انه وأن غیر حول ذلک لم لن قد وقد عند کانت حیث عبر إن وفی ومن "
      "حتی الیوم أکثر أی هو هی تم ضد بعض عدد نحو ثم أمام هناک عام لدی وکان فیها به له لها "
      "بها الذین وأضاف لیس أیضا أیضًا فقط علیه منها لکن بسبب دون إذا الرئیس رئیس حکومة "
      "وزیر" },
    { "fa", PLX_SCRIPT_ARABIC, "پچژگکیآ",
      "و در به از که این را با است برای آن یک خود تا شد بر شده کرد هم می ها های نیز وی "
      "گفت باید اما هر شود دو بود اند دارد پس بین هستند پیش کرده ایران ما سال آنها داد "
      "بیش همه روز نیست چند مورد کشور هزار شوند تنها اگر کند نمی دولت بوده سوی کنند داشت "
      "طی آنان حال زیر باشد اینکه قرار رئیس جمهور کردن چه درباره علیه افزود همین میان "
      "همچنین وجود توسط درصد بسیار دیگر دیگری یا آمریکا خبر گزارش" },
    { "ur", PLX_SCRIPT_ARABIC, "پچژگکیآٹڈڑںےھہ",
      "کے کی میں ہے اور سے کا کو اس نے کہ ہیں پر تھا یہ بھی کر ایک نہیں تھی کیا ہو گیا وہ "
      "ان کہا جو رہے لیے بعد ہوئے کرنے تھے ساتھ گئی تو تک اپنے حکومت کچھ رہا دیا جا ہوا "
      "ہوگا کرتے والے دو جس پاس کوئی ہم انہوں خلاف جب اب ملک وزیر اعظم ہی گے گی گا جاتا "
      "رہی کرتا والی" },
    { "ps", PLX_SCRIPT_ARABIC, "پچژکیآټډړږښڼېۍځڅګ",
      "د په او چې له کې ته دا دی هم هغه یې نه سره کړی ده دې شوی شو پر ورته خپل څخه وویل "
      "ویلی ول کړل پورې لپاره یو کړه بل حکومت شوې کړې ډېر ډیر به هغوی خو تر وی وروسته کوی "
      "دغه کابل ولسمشر وایی ځکه کله باید یوه" },
    { "ku", PLX_SCRIPT_ARABIC, "پچژگکیێۆڕڵڤەھ",
      "و لە بە بۆ کە ئەم لەگەڵ ئەو ەکە هەرێمی لەسەر هەموو دوای کرد نییە بوو بوون یان زۆر "
      "دەکات دەبێت وەک هەر پێش ئێران عێراق خۆی ڕۆژی هەیە ڕێگە گوتی وتی سەرۆکی نێوان بەڵام "
      "ئەوە تا ئێمە کردووە دەکەن نا یەک دوو دژی بەپێی ئەمە تەنیا کردنی سەر لەو لەم پارتی "
      "ساڵی بەرەو" },
    { "ug", PLX_SCRIPT_ARABIC, "پچژگەۆۇۈۋېڭھ",
      "ۋە بۇ بیر ئۇ بیلەن ئۈچۈن دەپ بولۇپ ئۇیغۇر خیتای بولغان ھەم کېیین شۇ ئیدی قیلیپ مەن "
      "یەنە کۆپ ئۇلار دېدی ئەمما" },
    { "sd", PLX_SCRIPT_ARABIC, "پچگکٿڀٻڄڃڇڌڏڊڙڳڱڻڦڪھ",
      "جی ۾ ۽ آهی جو کی جا جون ته ان نه هن سان به هو تی سنڌ هڪ آهن پر لاءِ کان ڪیو ویو "
      "جنهن سنڌی ڪری چیو هئی" },
    { "hi", PLX_SCRIPT_DEVANAGARI, "",
      "के में की है और से को का पर ने हैं यह कि एक इस भी नहीं कर लिए था हो तो किया गया ही "
      "कहा बाद साथ थे थी जो रहे अपने वह या जाता कुछ तक रहा हुए करने इसके अब देश वाले दिया "
      "जा उनके आज ये भारत गई गए होने जब दो किसी रही" },
    { "mr", PLX_SCRIPT_DEVANAGARI, "ळ",
      "आणि आहे या च्या ने हे ते की आहेत होते होती तर पण केली केले केला नाही हा ही त्या "
      "असे आला आली येथे एक झाला झाले मला काही साठी होता" },
    { "ne", PLX_SCRIPT_DEVANAGARI, "",
      "र को मा छ ले पनि भएको छन् हो यो गर्न भने लागि एक हुन नै गरी थियो भयो तर बताए तथा "
      "उनले यस त्यो छैन सो बाट सम्म का" },
};
/* clang-format on */

const size_t plx_detect_list_count = sizeof plx_detect_lists / sizeof *plx_detect_lists;

const plx_lone_script plx_lone_scripts[] = {
    { 0x0370, 0x03FF, "el" }, { 0x1F00, 0x1FFF, "el" }, { 0x0530, 0x058F, "hy" },
    { 0x0980, 0x09FF, "bn" }, { 0x0A00, 0x0A7F, "pa" }, { 0x0A80, 0x0AFF, "gu" },
    { 0x0B00, 0x0B7F, "or" }, { 0x0B80, 0x0BFF, "ta" }, { 0x0C00, 0x0C7F, "te" },
    { 0x0C80, 0x0CFF, "kn" }, { 0x0D00, 0x0D7F, "ml" }, { 0x0D80, 0x0DFF, "si" },
    { 0x0E00, 0x0E7F, "th" }, { 0x0E80, 0x0EFF, "lo" }, { 0x0F00, 0x0FFF, "bo" },
    { 0x1000, 0x109F, "my" }, { 0x10A0, 0x10FF, "ka" }, { 0x1100, 0x11FF, "ko" },
    { 0x1200, 0x139F, "am" }, { 0x1780, 0x17FF, "km" }, { 0xAC00, 0xD7A3, "ko" },
};

const size_t plx_lone_script_count = sizeof plx_lone_scripts / sizeof *plx_lone_scripts;
