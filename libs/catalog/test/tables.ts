/** Small tables in the format of the archives' downloads, with invented values. */

export const KOI = `# This file was produced by the NASA Exoplanet Archive
# COLUMN kepid:          KepID
# COLUMN koi_period:     Orbital Period [days]
#
kepid,kepoi_name,kepler_name,koi_disposition,koi_score,koi_fpflag_nt,koi_period,koi_period_err1,koi_period_err2,koi_time0bk,koi_time0bk_err1,koi_time0bk_err2,koi_impact,koi_impact_err1,koi_impact_err2,koi_duration,koi_duration_err1,koi_duration_err2,koi_depth,koi_depth_err1,koi_depth_err2,koi_prad,koi_prad_err1,koi_prad_err2,koi_model_snr,koi_tce_plnt_num,koi_steff,koi_steff_err1,koi_steff_err2,ra,koi_kepmag,koi_num_transits,koi_count
90000001,K90001.01,"Made, up b",CONFIRMED,0.9990,0,12.500000000,2.5e-05,-3.5e-05,170.5000000,1.0e-03,-1.0e-03,0.2500,0.1000,-0.2500,3.25000,0.05000,-0.06000,8.0000e+02,1.0e+01,-1.2e+01,2.50,2.0e-01,-1.5e-01,40.50,1,5600.00,80.00,-90.00,291.5,14.250,110,2
90000002,K90002.01,,FALSE POSITIVE,0.0000,1,2.000000000,,,131.0000000,,,,,,5.00000,,,0.0000e+00,1.0e+00,-1.0e+00,,,,,1,,,,291.5,,,1
`;

export const TOI = `# COLUMN toi: TESS Object of Interest
toi	tid	tfopwg_disp	st_pmra	st_pmraerr1	st_pmraerr2	st_pmralim	pl_tranmid	pl_tranmidlim	pl_orbper	pl_orbpererr1	pl_orbpererr2	pl_orbperlim	pl_trandurh	pl_trandurhlim	pl_trandep	pl_trandeperr1	pl_trandeperr2	pl_trandeplim	pl_rade	pl_radeerr1	pl_radeerr2	pl_radelim	st_dist	st_disterr1	st_disterr2	st_distlim	toi_created
9001.01	500000001	PC	-5.5	0.1	-0.1	0	2459229.5	0	3.25	0.001	-0.002	0	2.5	0	650.5	37.5	-38.5	0	5.5	1.5	-1.25	1	480.5	11.5	-12.5	0	2019-07-24 15:58:33
`;

export const EXOFOP = `"TIC ID","TOI","TFOPWG Disposition","TESS Mag","TESS Mag err","Planet Name","Comments","PM RA (mas/yr)","PM RA err (mas/yr)","Epoch (BJD)","Epoch (BJD) err","Period (days)","Period (days) err","Duration (hours)","Duration (hours) err","Depth (mmag)","Depth (mmag) err","Depth (ppm)","Depth (ppm) err","Planet Radius (R_Earth)","Planet Radius (R_Earth) err","Planet Insolation (Earth Flux)","Planet Equil Temp (K)","Planet SNR","Stellar Distance (pc)","Stellar Distance (pc) err","Stellar Eff Temp (K)","Stellar Eff Temp (K) err","Stellar log(g) (cm/s^2)","Stellar log(g) (cm/s^2) err","Stellar Radius (R_Sun)","Stellar Radius (R_Sun) err"
"500000001","9001.01","PC","9.5","0.01","","a ""grazing"" event,
perhaps","-5.5","0.1","2459229.5","0.001","3.25","0.001","2.5","0.3","0.7","0.04","650.5","37.5","5.5","1.5","22600","3120","12","480.5","11.5","10240","260","4.2","0.07","2.17","0.07"
`;

export const K2 = `pl_name,hostname,default_flag,disposition,disp_refname,pl_refname,pl_orbper,pl_orbpererr1,pl_orbpererr2,pl_orbperlim,pl_trandep,pl_trandeperr1,pl_trandeperr2,pl_trandeplim,pl_trandur,pl_rade,pl_radeerr1,pl_radeerr2,pl_radelim,pl_eqt,pl_eqterr1,pl_eqterr2,pl_eqtlim,st_teff,st_tefflim,sy_kepmag,sy_gaiamag,sy_gaiamagerr1,sy_gaiamagerr2
EPIC 290000001.01,EPIC 290000001,0,CANDIDATE,Someone et al. 2016,<a refstr=SOMEONE href=https://example.org target=ref>Someone et al. 2016</a>,5.0,0.1,-0.1,0,0.07,0.01,-0.02,0,2.5,2.0,0.3,-0.2,0,600,10,-10,0,5000,0,12.5,12.4,0.0002,-0.0003
EPIC 290000001.01,EPIC 290000001,1,CANDIDATE,Someone et al. 2016,<a refstr=OTHER href=https://example.org target=ref>Other &amp; Sons 2018</a>,5.0001,0.0001,-0.0002,0,0.07,0.01,-0.02,0,2.5,2.1,0.3,-0.2,0,600,10,-10,1,5000,0,,12.4,0.0002,-0.0003
Made-up 9 b,Made-up 9,1,CONFIRMED,Gonz&aacute;lez &amp; M&uuml;ller &odd; 2020,,40.0,,,-1,,,,,,,,,,,,,,5700,0,10.5,10.9,,
`;
